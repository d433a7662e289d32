import { useWords } from "../../settings";
import { isKnown } from "../../words/codes";

export function Severity({ code }: { readonly code: string }) {
  const words = useWords();
  return <span class={isKnown("severity", code) ? `badge ${code}` : "badge"}>{words.code("severity", code)}</span>;
}
