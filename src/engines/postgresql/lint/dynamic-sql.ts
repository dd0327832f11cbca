import type { ParsedStatement } from "../../engine.ts";
import { readBody } from "../parse/plpgsql.ts";
import { skipQuoted } from "../parse/lexemes.ts";

/** Functions whose answer is safe inside a statement. */
const quoting = /^(?:quote_ident|quote_literal|quote_nullable|format|to_regclass|to_regtype|pg_get_\w+|count|length|now|current_setting)$/i;

/**
 * Pieces of dynamic statements in a PL/pgSQL body that nothing quotes: names put in by `||`, or by `%s` of `format`. Texts, numbers, and names whose type
 * cannot hold a statement (regclass, integer, …) are none.
 */
export function findUnquoted(statement: ParsedStatement): readonly string[] {
  const harmless = harmlessNames(statement.text);
  const pieces = readBody(statement.text)
    .filter(({ kind }) => kind === "dynamic")
    .flatMap(({ text }) => [...concatenated(text), ...formatted(text)])
    .filter((piece) => !harmless.has(piece.toLowerCase()));
  return [...new Set(pieces)];
}

const safeTypes = "reg\\w+|int\\w*|integer|bigint|smallint|numeric|boolean|bool|oid|uuid|date|timestamp\\w*|interval|float\\d|real";

/** Variables, parameters and casts that are declared with a type that holds no text. */
function harmlessNames(text: string): ReadonlySet<string> {
  const declared = [...text.matchAll(new RegExp(`\\b([\\p{L}_][\\p{L}\\p{N}_$]*)\\s+(?:constant\\s+)?(?:${safeTypes})\\b`, "giu"))].map(
    (match) => match[1] ?? "",
  );
  return new Set(declared.map((name) => name.toLowerCase()));
}

/** Operands of `||` outside calls that quote. */
function concatenated(expression: string): readonly string[] {
  const parts = splitTop(expression, "||");
  return parts.length < 2 ? [] : parts.flatMap(unquotedPart);
}

function unquotedPart(part: string): readonly string[] {
  const text = part.trim();
  if (text === "" || /^(?:[eE]?'|\$\w*\$|[\d.]+$|null$)/i.test(text)) return [];
  if (new RegExp(`::\\s*(?:${safeTypes})(?:::\\s*text)?$`, "i").test(text)) return [];
  const call = /^([\p{L}_][\p{L}\p{N}_.$]*)\s*\(/u.exec(text)?.[1]?.split(".").at(-1);
  if (call !== undefined && quoting.test(call)) return [];
  if (/^(?:coalesce|nullif|case)\b/i.test(text)) return [];
  return [/^[\p{L}_][\p{L}\p{N}_.$]*/u.exec(text)?.[0] ?? text.slice(0, 30)];
}

/** Arguments that `%s` of a `format` with a constant pattern puts in as they are. */
function formatted(expression: string): readonly string[] {
  const call = /^\s*(?:pg_catalog\.)?format\s*\(([\s\S]*)\)\s*$/i.exec(expression)?.[1];
  if (call === undefined) return [];
  const [pattern = "", ...values] = splitTop(call, ",").map((part) => part.trim());
  const found: string[] = [];
  let next = 0;
  for (const match of pattern.matchAll(/%(?:(\d+)\$)?-?\d*([sIL%])/g)) {
    if (match[2] === "%") continue;
    const place = match[1] === undefined ? next : Number(match[1]) - 1;
    next = place + 1;
    if (match[2] === "s") found.push(...unquotedPart(values[place] ?? ""));
  }
  return found;
}

/** Splits at a separator outside texts, comments and brackets. */
function splitTop(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const end = skipQuoted(text, at);
    if (end > at) {
      at = end;
      continue;
    }
    if ("([".includes(text[at] ?? "")) depth += 1;
    if (")]".includes(text[at] ?? "")) depth -= 1;
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      at += separator.length;
      start = at;
    } else at += 1;
  }
  return [...parts, text.slice(start)];
}
