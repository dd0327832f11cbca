import type { AppliedRow } from "./format.ts";

export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The values of a column as text, whatever type the driver gives them; absent ones are left out. */
export function appliedValues(rows: readonly AppliedRow[], column: string): readonly string[] {
  return rows.flatMap((row) => {
    const text = printValue(row[column]);
    return text === null ? [] : [text];
  });
}

export function printValue(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : null;
}
