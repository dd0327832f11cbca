import { skipToken } from "../formats/statements.ts";

/**
 * A statement with its values in the place of `$1`, `$2`, …, as texts of no stated type, as the driver sends them: the server reads the same type into
 * them. Source: https://github.com/brianc/node-postgres, packages/pg/lib/utils.js
 */
export function writeValues(text: string, values: readonly unknown[]): string {
  let written = "";
  for (let at = 0; at < text.length; ) {
    const parameter = /^\$(\d+)/.exec(text.slice(at, at + 12));
    if (parameter !== null) {
      const index = Number(parameter[1]) - 1;
      written += index < values.length ? literalOf(values[index]) : parameter[0];
      at += parameter[0].length;
      continue;
    }
    const end = skipToken(text, at);
    written += text.slice(at, end);
    at = end;
  }
  return written;
}

export type SqliteValue = string | number | bigint | Uint8Array<ArrayBuffer> | null;

/** As {@link writeValues} for `?`, with the literals of SQLite, where a number is not a text. */
export function writePositional(text: string, values: readonly SqliteValue[]): string {
  let written = "";
  let next = 0;
  for (let at = 0; at < text.length; ) {
    const end = text[at] === "?" ? at + 1 : skipToken(text, at);
    written += text[at] === "?" && next < values.length ? sqliteLiteral(values[next++] ?? null) : text.slice(at, end);
    at = end;
  }
  return written;
}

function sqliteLiteral(value: SqliteValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString("hex")}'` : String(value);
}

export function literalOf(value: unknown): string {
  const text = textOf(value);
  return text === null ? "null" : `'${text.replaceAll("'", "''")}'`;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date) return value.toISOString().replace("Z", "+00:00");
  if (Array.isArray(value)) return arrayOf(value);
  if (typeof value === "object") {
    const converts = "toPostgres" in value && typeof value.toPostgres === "function" ? value.toPostgres : null;
    return converts === null ? JSON.stringify(value) : textOf(converts.call(value, textOf));
  }
  return String(value);
}

function arrayOf(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (Array.isArray(value)) return arrayOf(value);
    const text = textOf(value);
    return text === null ? "NULL" : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(",")}}`;
}
