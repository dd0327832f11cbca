import { quoteLiteral } from "../quote.ts";

export type Scalar = string | number | boolean | null;

/** A value as SQL. */
export function scalarSql(value: Scalar): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? quoteLiteral(value) : String(value);
}

/** A default as SQL: for types that are not text, what looks like a call is one (`now()`). */
export function defaultSql(value: Scalar, type: string): string {
  const isText = /^(text|character|citext)/.test(type);
  if (typeof value === "string" && !isText && /^(current_\w+|[a-z_][\w.]*\(.*\))$/is.test(value.trim())) return value.trim();
  return scalarSql(value);
}
