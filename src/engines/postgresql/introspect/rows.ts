import type { Row } from "../../connection.ts";

export type RunQuery = (sql: string) => Promise<readonly Row[]>;

/** Names of what a query selects: all that a row has, which the compiler checks. */
export type ColumnsOf<R> = Readonly<Record<keyof R & string, true>>;

/** Rows as JSON made by the server, so that no driver's own reading of types gets in between. */
export async function readRows<R>(run: RunQuery, query: string): Promise<readonly R[]> {
  return parseRows<R>(await askRows(run, query));
}

export function askRows(run: RunQuery, query: string): Promise<string> {
  return askText(run, `select coalesce(json_agg(row_to_json(q)), '[]'::json)::text as rows from (${query}) q`);
}

export function parseRows<R>(text: string): readonly R[] {
  const rows: unknown = JSON.parse(text);
  return rows as readonly R[];
}

/** The same column by column: no name is printed once a row, which is half the server's work and a third of the text. */
export function askColumns(run: RunQuery, query: string, columns: readonly string[]): Promise<string> {
  const lists = columns.map((name) => `json_agg(q."${name}")`);
  return askText(run, `select json_build_array(${lists.join(", ")})::text as rows from (${query}) q`);
}

/** Rows from the answer to {@link askColumns}, one at a time. Texts that come again and again are kept once. */
export function* parseColumns<R>(text: string, columns: readonly string[]): Generator<R> {
  const lists = JSON.parse(text) as readonly (readonly unknown[] | null)[];
  const texts = columns.map(() => new Map<string, string>());
  for (let at = 0, count = lists[0]?.length ?? 0; at < count; at += 1) {
    const row: Record<string, unknown> = {};
    for (let column = 0; column < columns.length; column += 1) {
      const value = lists[column]?.[at];
      row[columns[column] as string] = typeof value === "string" ? shared(texts[column] as Map<string, string>, value) : value;
    }
    yield row as R;
  }
}

/** Names of tables come in runs, types are few: what is forgotten costs memory, not truth. */
function shared(texts: Map<string, string>, text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= 200) texts.clear();
  texts.set(text, text);
  return text;
}

async function askText(run: RunQuery, query: string): Promise<string> {
  const text = (await run(query))[0]?.["rows"];
  return typeof text === "string" ? text : "[]";
}
