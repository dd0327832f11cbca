import type { RawColumn, RawObject } from "./normalize.ts";

/** Reads rows of one statement; text columns are strings, numbers are numbers. */
export type ReadRows = (text: string) => readonly Readonly<Record<string, unknown>>[];

// name, kind ('table', 'view', 'virtual', 'shadow') of everything in the main database but SQLite's own
const listQuery = `select name, type from pragma_table_list where schema = 'main' and name not like 'sqlite\\_%' escape '\\'`;
// objects with a text, in the order they were made; indexes that belong to constraints have none
const objectQuery = `select type, name, tbl_name, sql from sqlite_schema where sql is not null and name not like 'sqlite\\_%' escape '\\' order by rowid`;

/** What a database file holds, unnormalised. Throws what SQLite throws (`SQLITE_NOTADB`, `SQLITE_CORRUPT`). */
export interface RawSchema {
  readonly objects: readonly RawObject[];
  readonly columns: readonly RawColumn[];
  readonly unmodelled: readonly string[];
}

export function readRawSchema(read: ReadRows): RawSchema {
  const kinds = new Map(read(listQuery).map((row) => [String(row["name"]), String(row["type"])]));
  const objects = read(objectQuery).flatMap((row): readonly RawObject[] => {
    const type = String(row["type"]);
    const table = String(row["tbl_name"]);
    if (type !== "table" && type !== "index" && type !== "view" && type !== "trigger") return [];
    if (["virtual", "shadow"].includes(kinds.get(table) ?? "")) return [];
    return [{ type, name: String(row["name"]), table, text: String(row["sql"]) }];
  });
  const columns = objects.flatMap((object) => (object.type === "view" ? readColumns(read, object.name) : []));
  const unmodelled = [...kinds].flatMap(([name, kind]) => (kind === "virtual" ? [`virtual table ${name}`] : []));
  return { objects, columns, unmodelled };
}

function readColumns(read: ReadRows, name: string): readonly RawColumn[] {
  try {
    const rows = read(`select name, type from pragma_table_xinfo('${name.replaceAll("'", "''")}')`);
    return rows.map((row) => ({ object: name, name: String(row["name"]), type: String(row["type"]) }));
  } catch {
    // A view over something that is gone still is an object; its fields are not known.
    return [];
  }
}
