import type * as Library from "libpg-query";
import { isTree, listOf, type Tree } from "./tree.ts";

export interface RawStatement {
  /** The statement node, one key naming its kind. */
  readonly tree: Tree;
  /** 0-based UTF-16 offsets, white space and comments around the statement trimmed. */
  readonly start: number;
  readonly end: number;
}
/** What the grammar refused: `position` is a 0-based UTF-16 offset. */
export class GrammarError extends Error {
  readonly position: number;
  constructor(message: string, position: number) {
    super(message);
    this.name = "GrammarError";
    this.position = position;
  }
}

type Grammar = typeof Library;

let loading: Promise<Grammar> | null = null;

/** Loaded when first needed: its WebAssembly compiles in the background and would delay the exit of a process that never parses. */
export function loadGrammar(): Promise<Grammar> {
  return (loading ??= (async () => {
    const grammar = await import("libpg-query");
    await grammar.loadModule();
    return grammar;
  })());
}

/** Parses with PostgreSQL's own grammar (18). Throws {@link GrammarError}. */
export async function parseText(text: string): Promise<readonly RawStatement[]> {
  const grammar = await loadGrammar();
  if (text.trim() === "") return [];
  const toIndex = mapBytes(text);
  let parsed: unknown;
  try {
    parsed = grammar.parseSync(text);
  } catch (error) {
    const details = grammar.hasSqlDetails(error) ? error.sqlDetails : undefined;
    const message = error instanceof Error ? error.message : String(error);
    throw new GrammarError(message, indexOfCodePoint(text, details?.cursorPosition ?? 0));
  }
  if (!isTree(parsed)) return [];
  return listOf(parsed["stmts"]).flatMap((item) => {
    if (!isTree(item) || !isTree(item["stmt"])) return [];
    const from = typeof item["stmt_location"] === "number" ? item["stmt_location"] : 0;
    const length = typeof item["stmt_len"] === "number" ? item["stmt_len"] : null;
    const end = length === null ? text.length : toIndex(from + length);
    const start = skipBlank(text, toIndex(from), end);
    return [{ tree: item["stmt"], start, end: start + text.slice(start, end).trimEnd().length }];
  });
}

/** libpg-query counts UTF-8 bytes. Returns a function from byte offset to UTF-16 offset. Cost: linear once, constant after. */
function mapBytes(text: string): (byte: number) => number {
  if (/^[\0-\x7f]*$/.test(text)) return (byte) => byte;
  const indexes: number[] = [];
  for (let index = 0; index < text.length; ) {
    const point = text.codePointAt(index) ?? 0;
    const width = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let count = 0; count < width; count += 1) indexes.push(index);
    index += point > 0xffff ? 2 : 1;
  }
  return (byte) => indexes[byte] ?? text.length;
}

/** The server and the grammar count characters (code points) in error positions. */
export function indexOfCodePoint(text: string, count: number): number {
  let index = 0;
  for (let seen = 0; seen < count && index < text.length; seen += 1) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return index;
}

function skipBlank(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    if (/\s/.test(text[at] ?? "")) at += 1;
    else if (text.startsWith("--", at)) {
      const line = text.indexOf("\n", at);
      at = line === -1 ? end : line + 1;
    } else if (text.startsWith("/*", at)) at = skipComment(text, at);
    else break;
  }
  return Math.min(at, end);
}

/** Block comments nest in PostgreSQL. */
export function skipComment(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 2;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else at += 1;
  }
  return text.length;
}
