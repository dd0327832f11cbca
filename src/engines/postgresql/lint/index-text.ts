import { parseName } from "../../../model/name.ts";
import { skipQuoted } from "../parse/lexemes.ts";

/** Leading plain columns of `CREATE INDEX … (a, b DESC, lower(c))`, up to the first expression. */
export function indexedColumns(text: string): readonly string[] {
  const columns: string[] = [];
  for (const item of itemsOf(text)) {
    const match = /^("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?=$|\s)/u.exec(item.trim());
    const name = parseName(match?.[1] ?? "")[0];
    if (name === undefined) break;
    columns.push(name);
  }
  return columns;
}

/** Whether an index holds only some of the rows, other than those where a column is null. */
export function isPartial(text: string): boolean {
  const condition = /\)\s*WHERE\s+(.*)$/is.exec(text)?.[1];
  return condition !== undefined && !/^\(*\s*\S+\s+IS\s+NOT\s+NULL\s*\)*$/i.test(condition);
}

/** What stands in the first pair of parentheses, split at its own commas. */
function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (let at = 0; at < text.length; ) {
    const next = Math.max(skipQuoted(text, at), at + 1);
    const part = text.slice(at, next);
    at = next;
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
    if (part === ")" && depth === 0) return [...items, item];
    if (part === "," && depth === 1) {
      items.push(item);
      item = "";
    } else if (depth > 1 || (depth === 1 && part !== "(")) item += part;
  }
  return items;
}
