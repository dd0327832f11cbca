import { compareText } from "../files.ts";

/** The first id of a folder without files: fixed, so that the same request gives the same files on every machine. */
export const firstTimestamp = "20000101000000";

/**
 * The `count` ids of digits after `last` (null: none yet, `first` is the first): timestamps of 14 digits go on by a second, numbers by one, widths are
 * kept, and milliseconds (13 digits, or 17 with the date) go on by a second too. With `order: "text"` each id sorts after the one before as text, as runners do that order by file name.
 */
export function followIds(
  last: string | null,
  count: number,
  scheme: { readonly first: string; readonly order: "text" | "number" },
): readonly string[] {
  const ids: string[] = [];
  let current = last;
  for (let index = 0; index < count; index += 1) {
    current = current === null ? scheme.first : followId(current, scheme.order);
    ids.push(current);
  }
  return ids;
}

function followId(id: string, order: "text" | "number"): string {
  const time = readTimestamp(id.slice(0, 14));
  if (time !== null && (id.length === 14 || id.length === 17)) return `${printTimestamp(time + 1000)}${id.slice(14)}`;
  // Milliseconds since 1970, as Date.now() gives them.
  if (/^[1-9]\d{12}$/.test(id)) return String(Number(id) + 1000);
  const next = (BigInt(id) + 1n).toString().padStart(id.length, "0");
  // 9 → 10 would run before 9 where names are compared as text; 91 runs after it.
  return order === "text" && compareText(next, id) <= 0 ? `${id}1` : next;
}

/** Milliseconds of `YYYYMMDDhhmmss` taken as UTC, or null when the digits are no such time. */
export function readTimestamp(id: string): number | null {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(id)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return year >= 1970 && printTimestamp(time) === id ? time : null;
}

function printTimestamp(time: number): string {
  return new Date(time).toISOString().replaceAll(/\D/g, "").slice(0, 14);
}
