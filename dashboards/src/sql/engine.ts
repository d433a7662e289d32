/**
 * DuckDB in the browser, on the site's own copy of the warehouse: read only, nothing else within reach.
 *
 * The worker starts from a blob, so that the page's own content security policy holds in it whatever serves the site.
 */
import { AsyncDuckDB, DuckDBAccessMode, DuckDBDataProtocol, VoidLogger } from "@duckdb/duckdb-wasm";
import wasm from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm";
import workerScript from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js";

const WAREHOUSE = "juesuan.duckdb";

/** No extension, no other file, no network; and nobody changes that. */
const SETTINGS = [
  "set autoinstall_known_extensions = false",
  "set autoload_known_extensions = false",
  "set allow_community_extensions = false",
  "set enable_external_access = false",
  "set lock_configuration = true",
];

export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
}

export interface Answer {
  readonly columns: readonly Column[];
  /** Values as DuckDB writes them, to the last digit. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Whether there are more rows than were asked for. */
  readonly isCut: boolean;
}

const NUMBER = /^(DECIMAL|DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)/;

export class Engine {
  private constructor(
    private readonly database: AsyncDuckDB,
    private readonly worker: Worker,
  ) {}

  /** Loads the engine and opens the warehouse. */
  static async start(): Promise<Engine> {
    const here = (path: string) => new URL(path, import.meta.url).href;
    const script = URL.createObjectURL(
      new Blob([`importScripts(${JSON.stringify(here(workerScript))})`], { type: "text/javascript" }),
    );
    const worker = new Worker(script);
    URL.revokeObjectURL(script);
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    try {
      await database.instantiate(here(wasm));
      const address = new URL(WAREHOUSE, document.baseURI).href;
      await database.registerFileURL(WAREHOUSE, address, DuckDBDataProtocol.HTTP, false);
      await database.open({ path: WAREHOUSE, accessMode: DuckDBAccessMode.READ_ONLY });
      const connection = await database.connect();
      for (const setting of SETTINGS) await connection.query(setting);
      await connection.close();
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return new Engine(database, worker);
  }

  /** The answer to one select, its first `limit` rows. Rejects with DuckDB's words for anything else. */
  async ask(sql: string, limit: number): Promise<Answer> {
    const query = sql.trim().replace(/;\s*$/, "");
    const connection = await this.database.connect();
    try {
      // A prepared statement is one statement; within brackets it can only be a query.
      const described = await connection.prepare(`describe select * from (\n${query}\n)`);
      const columns = (await described.query()).toArray().map((row): Column => {
        const { column_name: name, column_type: type } = row as { column_name: string; column_type: string };
        return { name, isNumber: NUMBER.test(type) };
      });
      await described.close();
      // As text, so that no decimal passes through a float.
      const asked = await connection.prepare(
        `select columns(*)::varchar from (\n${query}\n) limit ${Math.trunc(limit) + 1}`,
      );
      const table = await asked.query();
      await asked.close();
      const vectors = columns.map((_, index) => table.getChildAt(index));
      const rows = Array.from({ length: Math.min(table.numRows, limit) }, (_, row) =>
        vectors.map((vector) => (vector?.get(row) ?? null) as string | null),
      );
      return { columns, rows, isCut: table.numRows > limit };
    } finally {
      await connection.close();
    }
  }

  /** Ends the engine at once, whatever it is doing. */
  stop(): void {
    this.worker.terminate();
  }
}
