import { quoteName } from "../quote.ts";

export interface Token {
  readonly kind: "name" | "text" | "other" | "space";
  readonly text: string;
  /** A name as the server knows it: folded unless quoted. */
  readonly name: string;
}

const lexer =
  /(\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(\$([A-Za-z_][A-Za-z0-9_]*)?\$[\s\S]*?\$\3\$|[eE]'(?:[^'\\]|''|\\[\s\S])*'|'(?:[^']|'')*')|("(?:[^"]|"")*")|([\p{L}_][\p{L}\p{N}_$]*)|(\d[\d.eE_]*|[\s\S])/gu;

/** Splits an expression into tokens; nothing is lost, the texts joined are the text. */
export function tokenize(text: string): readonly Token[] {
  return [...text.matchAll(lexer)].map((match): Token => {
    const whole = match[0];
    if (match[1] !== undefined) return { kind: "space", text: whole, name: "" };
    if (match[2] !== undefined) return { kind: "text", text: whole, name: "" };
    if (match[4] !== undefined) return { kind: "name", text: whole, name: whole.slice(1, -1).replaceAll('""', '"') };
    if (match[5] !== undefined) return { kind: "name", text: whole, name: whole.toLowerCase() };
    return { kind: "other", text: whole, name: "" };
  });
}

/** The index of the next token that is not space, or -1. */
function step(tokens: readonly Token[], from: number, by: 1 | -1): number {
  for (let at = from + by; at >= 0 && at < tokens.length; at += by) if (tokens[at]?.kind !== "space") return at;
  return -1;
}

/** Where the chain of names begins that ends at `at`. */
function chainStart(tokens: readonly Token[], at: number): number {
  const dot = step(tokens, at, -1);
  return tokens[dot]?.text === "." ? chainStart(tokens, step(tokens, dot, -1)) : at;
}

/** Fully reserved: without quotes, and without a qualifier, such a word is none of a column (https://www.postgresql.org/docs/18/sql-keywords-appendix.html). */
const reserved = new Set(
  (
    "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date current_role " +
    "current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign from grant group having in " +
    "initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing primary references returning select " +
    "session_user some symmetric system_user table then to trailing true union unique user using variadic when where window with"
  ).split(" "),
);

/** Whether the name at `at` can be a column: not called, not a type after `::`, not the qualifier of something. */
function isColumn(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== "name") return false;
  if (!token.text.startsWith('"') && reserved.has(token.name) && chainStart(tokens, at) === at) return false;
  const after = tokens[step(tokens, at, 1)];
  const before = tokens[step(tokens, chainStart(tokens, at), -1)]?.text;
  // `date '2026-01-01'` names a type.
  return after?.text !== "(" && after?.text !== "." && after?.kind !== "text" && before !== ":";
}

/** Whether the column that ends at `at` stands alone in a select list, where its name is the name of the output. */
function isOutput(tokens: readonly Token[], start: number, at: number): boolean {
  const after = tokens[step(tokens, at, 1)];
  if (after !== undefined && after.text !== "," && after.text !== ")" && after.name !== "from") return false;
  let before = step(tokens, start, -1);
  if (tokens[before]?.text !== "," && tokens[before]?.name !== "select" && tokens[before]?.name !== "distinct") return false;
  let depth = 0;
  for (; before >= 0; before -= 1) {
    const token = tokens[before];
    if (token?.text === ")") depth += 1;
    if (token?.text === "(" && depth === 0) return false;
    if (token?.text === "(") depth -= 1;
    if (depth > 0 || token?.kind !== "name") continue;
    if (token.name === "select") return true;
    if (/^(from|where|by|on|having|using|returning|values)$/.test(token.name)) return false;
  }
  return false;
}

type Replace = (name: string, qualifier: string | null, place: "output" | "inside") => string | undefined;

/** Replaces columns by what `replace` says, with their qualifier if they have one; undefined leaves a name as it stands. */
export function replaceColumns(text: string, replace: Replace): string {
  const tokens = tokenize(text);
  const out: string[] = [];
  for (const [at, token] of tokens.entries()) {
    const value = isColumn(tokens, at) ? columnAt(tokens, at) : undefined;
    const put =
      value === undefined ? undefined : replace(token.name, value.qualifier, isOutput(tokens, at - value.length, at) ? "output" : "inside");
    if (put === undefined || value === undefined) {
      out.push(token.text);
      continue;
    }
    out.length -= value.length;
    out.push(put);
  }
  return out.join("");
}

function columnAt(tokens: readonly Token[], at: number): { readonly qualifier: string | null; readonly length: number } {
  const dot = step(tokens, at, -1);
  if (tokens[dot]?.text !== ".") return { qualifier: null, length: 0 };
  const owner = step(tokens, dot, -1);
  const upper = step(tokens, owner, -1);
  const start = tokens[upper]?.text === "." ? step(tokens, upper, -1) : owner;
  return { qualifier: tokens[owner]?.name ?? null, length: at - start };
}

/** An expression over a row as one over the record `record` (`NEW`): `lower(mail)` becomes `lower(NEW.mail)`. */
export function overRecord(expression: string, columns: readonly string[], record: string): string {
  return replaceColumns(expression, (name) => (columns.includes(name) ? `${record}.${quoteName(name)}` : undefined));
}

/** Columns of `columns` that an expression mentions. */
export function columnsIn(expression: string, columns: readonly string[]): readonly string[] {
  const found = new Set<string>();
  replaceColumns(expression, (name) => {
    if (columns.includes(name)) found.add(name);
    return undefined;
  });
  return [...found];
}

/** Renames columns in an expression or a column list; called functions, types and strings stay. */
export function renameColumns(text: string, names: Readonly<Record<string, string>>): string {
  return replaceColumns(text, (name, qualifier) => {
    const next = Object.hasOwn(names, name) ? names[name] : undefined;
    if (next === undefined) return undefined;
    return qualifier === null ? quoteName(next) : `${quoteName(qualifier)}.${quoteName(next)}`;
  });
}

/** Replaces a chain of names (`public.orders`) by another wherever it stands whole. */
export function renameChain(text: string, from: readonly string[], to: readonly string[]): string {
  const tokens = tokenize(text);
  const out: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const end = matchChain(tokens, at, from);
    if (end === -1) out.push(tokens[at]?.text ?? "");
    else {
      out.push(to.map(quoteName).join("."));
      at = end;
    }
  }
  return out.join("");
}

/** Replaces a qualifier (`app` of `app.orders`) where what it qualifies passes. */
export function renameQualifier(
  text: string,
  from: string,
  to: string,
  passes: (name: string, place: "type" | "other") => boolean,
): string {
  const tokens = tokenize(text);
  return tokens
    .map((token, at) => {
      if (token.kind !== "name" || token.name !== from || tokens[step(tokens, at, -1)]?.text === ".") return token.text;
      const dot = step(tokens, at, 1);
      const next = dot === -1 || tokens[dot]?.text !== "." ? undefined : tokens[step(tokens, dot, 1)];
      const place = tokens[step(tokens, at, -1)]?.text === ":" ? "type" : "other";
      return next?.kind === "name" && passes(next.name, place) ? quoteName(to) : token.text;
    })
    .join("");
}

function matchChain(tokens: readonly Token[], start: number, names: readonly string[]): number {
  if (tokens[step(tokens, start, -1)]?.text === ".") return -1;
  let at = start;
  for (const [index, name] of names.entries()) {
    const token = tokens[at];
    if (token?.kind !== "name" || token.name !== name) return -1;
    if (index === names.length - 1) return at;
    const dot = step(tokens, at, 1);
    if (tokens[dot]?.text !== ".") return -1;
    at = step(tokens, dot, 1);
  }
  return -1;
}
