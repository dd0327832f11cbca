import { LeadError } from "../../model/error.ts";
import type { JsonValue } from "../../model/json.ts";

/** One command of a list: its document, and the comments that stand before it. */
export interface ListedCommand {
  readonly document: Readonly<Record<string, JsonValue>>;
  readonly comments: readonly string[];
}

/**
 * The commands of a list in Extended JSON, documents one after another with `//` comments in between. For formats that write each as a call; the engine's own parser is the
 * judge of what they mean. Throws `schema-unreadable`.
 */
export function splitList(text: string): readonly ListedCommand[] {
  const found: ListedCommand[] = [];
  let comments: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOf(text, at);
    const piece = text.slice(at, end);
    if (piece.startsWith("//")) comments.push(piece.slice(2).trim());
    else if (piece.startsWith("{")) {
      found.push({ document: read(piece), comments });
      comments = [];
    }
    at = end;
  }
  return found;
}

/** Whether nothing but comments and blanks is there. */
export function isEmptyList(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:\/\/.*)?$/.test(line));
}

function read(piece: string): ListedCommand["document"] {
  try {
    return JSON.parse(
      piece.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*/g, (_, quoted: string | undefined) => quoted ?? ""),
    ) as ListedCommand["document"];
  } catch (cause) {
    throw new LeadError("schema-unreadable", `This is no command in Extended JSON: ${piece.slice(0, 80)}`, { cause });
  }
}

/** End of the document, comment or character that begins at `at`. */
function endOf(text: string, at: number): number {
  if (text.startsWith("//", at)) {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (text[at] !== "{") return at + 1;
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|[{}]/g;
  token.lastIndex = at;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    depth += match[0] === "{" ? 1 : match[0] === "}" ? -1 : 0;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}
