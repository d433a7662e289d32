/** Runs queries one at a time; a query that takes too long, or is given up, takes its engine with it. */
import type { Answer, Engine } from "./engine";

/** Why a query ended without an answer. */
export class Stopped extends Error {
  constructor(readonly reason: "cancelled" | "timeout") {
    super(reason);
  }
}

export class Runner {
  private engine: Promise<Engine> | undefined;
  private giveUp: ((why: Stopped) => void) | undefined;

  /** The answer to one select; loads the engine if it is not there. Rejects with Stopped after `seconds`. */
  async ask(sql: string, limit: number, seconds: number): Promise<Answer> {
    const stopped = new Promise<never>((_, reject) => {
      this.giveUp = reject;
    });
    const engine = await Promise.race([this.started(), stopped]);
    const clock = setTimeout(() => {
      this.stop("timeout");
    }, seconds * 1000);
    try {
      return await Promise.race([engine.ask(sql, limit), stopped]);
    } finally {
      clearTimeout(clock);
      this.giveUp = undefined;
    }
  }

  /** Ends the running query, if there is one. */
  stop(reason: Stopped["reason"] = "cancelled"): void {
    const engine = this.engine;
    this.engine = undefined;
    void engine?.then((running) => {
      running.stop();
    });
    this.giveUp?.(new Stopped(reason));
  }

  private started(): Promise<Engine> {
    this.engine ??= import("./engine").then(({ Engine }) => Engine.start());
    const { engine } = this;
    // An engine that did not start is tried anew.
    engine.catch(() => {
      if (this.engine === engine) this.engine = undefined;
    });
    return engine;
  }
}
