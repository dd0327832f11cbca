/** A value as it stands in a source of Python or Ruby, as far as literals and calls go; `other` is everything that would have to be run. */
export type SourceValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly SourceValue[] }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, SourceValue> }
  | { readonly kind: "call"; readonly callee: string; readonly items: readonly SourceValue[]; readonly named: Named }
  | { readonly kind: "other"; readonly text: string };
export type Named = ReadonlyMap<string, SourceValue>;
export interface Arguments {
  readonly items: readonly SourceValue[];
  readonly named: Named;
}

interface Cursor {
  readonly text: string;
  at: number;
}

/** `"a", limit: 80` or `"a", max_length=80`: what stands between the brackets of a call. */
export function readArguments(text: string): Arguments {
  const cursor = { text, at: 0 };
  const items: SourceValue[] = [];
  const named = new Map<string, SourceValue>();
  for (skip(cursor); cursor.at < text.length; skip(cursor)) {
    const before = cursor.at;
    const name = take(cursor, /([A-Za-z_]\w*)\s*(?:=(?![=>])|:(?!:))\s*/y) ?? take(cursor, /["']([\w ]+)["']\s*(?:=>|:(?!:))\s*/y);
    const value = readOperand(cursor);
    if (name === null) items.push(value);
    else named.set(name[1] ?? "", value);
    skip(cursor);
    if (take(cursor, /,/y) === null && cursor.at === before) break;
  }
  return { items, named };
}

/** One value, up to the comma or bracket that ends it. */
export function readValue(text: string): SourceValue {
  const cursor = { text, at: 0 };
  skip(cursor);
  return readOperand(cursor);
}

/** A value together with what is done to it: `a | b`, `x + 1` and the like are `other`. */
function readOperand(cursor: Cursor): SourceValue {
  const start = cursor.at;
  const value = readOne(cursor);
  skip(cursor);
  if (cursor.at >= cursor.text.length || /[,)\]}]/.test(cursor.text[cursor.at] ?? "")) return value;
  while (cursor.at < cursor.text.length && !/[,)\]}]/.test(cursor.text[cursor.at] ?? "")) cursor.at = skipPart(cursor.text, cursor.at);
  return { kind: "other", text: cursor.text.slice(start, cursor.at).trim() };
}

function readOne(cursor: Cursor): SourceValue {
  const { text } = cursor;
  const character = text[cursor.at] ?? "";
  const quoted = take(cursor, /[rRbBuU]?("""|'''|"|')/y);
  if (quoted !== null) return readText(cursor, quoted[1] ?? '"');
  const symbol = take(cursor, /:([A-Za-z_]\w*)/y) ?? take(cursor, /:"([^"]*)"/y);
  if (symbol !== null) return { kind: "text", text: symbol[1] ?? "" };
  const number = take(cursor, /-?\d[\d_]*(?:\.\d+)?/y);
  if (number !== null) return { kind: "number", text: number[0].replaceAll("_", "") };
  if (character === "[" || character === "(") {
    const inner = takeBracket(cursor);
    return { kind: "list", items: readArguments(inner).items };
  }
  if (character === "{") return { kind: "map", entries: readArguments(takeBracket(cursor)).named };
  const lambda = take(cursor, /->\s*(?=\{)/y);
  if (lambda !== null) return { kind: "call", callee: "->", ...readArguments(takeBracket(cursor)) };
  const name = take(cursor, /[A-Za-z_][\w.]*(?:::\w+)*[?!]?/y);
  if (name === null) return { kind: "other", text: text.slice(cursor.at) };
  if (text[cursor.at] === "(") return { kind: "call", callee: name[0], ...readArguments(takeBracket(cursor)) };
  if (text[cursor.at] === "[") return { kind: "call", callee: name[0], ...readArguments(takeBracket(cursor)) };
  return { kind: "name", text: name[0] };
}

function readText(cursor: Cursor, quote: string): SourceValue {
  let value = "";
  while (cursor.at < cursor.text.length && !cursor.text.startsWith(quote, cursor.at)) {
    if (cursor.text[cursor.at] === "\\") cursor.at += 1;
    value += cursor.text[cursor.at] ?? "";
    cursor.at += 1;
  }
  cursor.at += quote.length;
  skip(cursor);
  // Texts that stand side by side are one.
  const next = take(cursor, /("""|'''|"|')/y);
  if (next === null) return { kind: "text", text: value };
  const rest = readText(cursor, next[1] ?? '"');
  return { kind: "text", text: rest.kind === "text" ? value + rest.text : value };
}

/** The inside of the bracket at the cursor, which then stands behind it. */
function takeBracket(cursor: Cursor): string {
  const end = skipPart(cursor.text, cursor.at);
  const inner = cursor.text.slice(cursor.at + 1, end - 1);
  cursor.at = end;
  return inner;
}

/** End of what starts at `at`: a bracket with all in it, a quoted text, a comment, or one character. */
export function skipPart(text: string, at: number): number {
  const character = text[at] ?? "";
  const quote = /^(?:"""|'''|"|')/.exec(text.slice(at, at + 3))?.[0];
  if (quote !== undefined) {
    let index = at + quote.length;
    while (index < text.length && !text.startsWith(quote, index)) index += text[index] === "\\" ? 2 : 1;
    return Math.min(text.length, index + quote.length);
  }
  if (character === "#") {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  if (!/[([{]/.test(character)) return at + 1;
  let index = at + 1;
  while (index < text.length && !/[)\]}]/.test(text[index] ?? "")) index = skipPart(text, index);
  return index + 1;
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match !== null) cursor.at = pattern.lastIndex;
  return match;
}

function skip(cursor: Cursor): void {
  take(cursor, /(?:\s|\\\n|#[^\n]*)*/y);
}

export function textIn(value: SourceValue | undefined): string | undefined {
  return value?.kind === "text" ? value.text : undefined;
}
/** A number, or null where it is none. */
export function numberIn(value: SourceValue | undefined): number | null {
  return value?.kind === "number" ? Number(value.text) : null;
}
/** Texts of a list, or of one text alone; null where something else stands among them. */
export function textsIn(value: SourceValue | undefined): readonly string[] | null {
  if (value?.kind === "text") return [value.text];
  if (value?.kind !== "list") return null;
  const texts = value.items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  return texts.length === value.items.length ? texts : null;
}
/** `True`, `true`: yes; `False`, `false`: no; null: neither. */
export function truthIn(value: SourceValue | undefined): "yes" | "no" | null {
  const word = value?.kind === "name" ? value.text.toLowerCase() : "";
  if (word === "true") return "yes";
  return word === "false" ? "no" : null;
}
/** As it would be written, for messages and defaults. */
export function printValue(value: SourceValue): string {
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "list":
      return `[${value.items.map(printValue).join(", ")}]`;
    case "map":
      return `{${[...value.entries].map(([name, entry]) => `${name}: ${printValue(entry)}`).join(", ")}}`;
    case "call":
      return value.callee === "->" ? value.items.map(printValue).join(" ") : `${value.callee}(${value.items.map(printValue).join(", ")})`;
    case "number":
    case "name":
    case "other":
      return value.text;
  }
}
