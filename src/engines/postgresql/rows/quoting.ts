import { parseName } from "../../../model/name.ts";

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
/** A dotted label as SQL, every part quoted. */
export function quoteLabel(label: string): string {
  return parseName(label).map(quoteName).join(".");
}
export function quoteText(text: string): string {
  return text.includes("\\") ? ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;
}
