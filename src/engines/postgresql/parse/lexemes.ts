import { skipComment } from "./grammar.ts";

/** End (exclusive) of the string, quoted name, dollar-quoted body or comment that begins at `at`; `at` itself when none does. */
export function skipQuoted(text: string, at: number): number {
  const char = text[at];
  if (char === "'") return skipString(text, at, isEscapeString(text, at) ? "backslash" : "none");
  if (char === '"') return endOf(text, '"', at + 1);
  if (text.startsWith("--", at)) return endOf(text, "\n", at);
  if (text.startsWith("/*", at)) return skipComment(text, at);
  if (char === "$" && !/[\p{L}\p{N}_$]/u.test(text[at - 1] ?? "")) {
    const tag = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(text.slice(at, at + 70))?.[0];
    if (tag !== undefined) return endOf(text, tag, at + tag.length);
  }
  return at;
}

function isEscapeString(text: string, at: number): boolean {
  return /(?:^|[^\p{L}\p{N}_$])[eE]$/u.test(text.slice(Math.max(0, at - 2), at));
}

function skipString(text: string, start: number, escape: "backslash" | "none"): number {
  let at = start + 1;
  while (at < text.length) {
    if (escape === "backslash" && text[at] === "\\") at += 2;
    else if (text[at] === "'" && text[at + 1] === "'") at += 2;
    else if (text[at] === "'") return at + 1;
    else at += 1;
  }
  return text.length;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** A command of the psql client at the beginning of a line (`\connect`), or null. The server's grammar does not know them. */
export function findMetaCommand(text: string): { readonly name: string; readonly at: number } | null {
  for (let at = 0; at < text.length; ) {
    const next = skipQuoted(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    if (text[at] === "\\") {
      const name = /^\\(?:[a-zA-Z_]+|[!?.])/.exec(text.slice(at, at + 40))?.[0];
      if (name !== undefined && /(?:^|\n|;)[ \t]*$/.test(text.slice(Math.max(0, at - 80), at))) return { name, at };
    }
    at += 1;
  }
  return null;
}
