import { usual } from "../lint/volatile-functions.ts";

/** Whether a default differs from row to row, so that adding it would write every row. Unknown functions count as such. */
export function isVolatileDefault(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''");
  return [...bare.matchAll(/([A-Za-z_][\w.]*|"[^"]+")\s*\(/g)].some((match) => !usual.test((match[1] ?? "").replace(/^pg_catalog\./, "")));
}
