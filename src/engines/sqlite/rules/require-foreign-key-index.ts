import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import type { ForeignKeyDefinition, TableDefinition } from "../definitions.ts";
import { indexOf, tableOf } from "../definitions.ts";
import { treeOf } from "../parse.ts";
import { readTable } from "../table-text.ts";
import { isKeyword, quoteName, readTokens } from "../tokens.ts";

export const requireForeignKeyIndex = defineRule({
  id: "require-foreign-key-index",
  level: "warning",
  what: "A column refers to another table and has no index.",
  why: "Each delete or key change in the parent reads the whole child table to look for rows that refer to it.",
  instead: "Create an index that begins with the referring columns in the same migration.",
  source: "https://sqlite.org/foreignkeys.html#fk_indexes",
  versions: ">=3",
  covers: ["splinter:0001_unindexed_foreign_keys"],
  given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT);",
  claims: {},
  examples: {
    bad: ["CREATE TABLE tags (id INTEGER PRIMARY KEY, note INTEGER REFERENCES notes (id)) STRICT"],
    good: ["CREATE TABLE tags (id INTEGER PRIMARY KEY, note INTEGER REFERENCES notes (id)) STRICT; CREATE INDEX tags_note ON tags (note)"],
  },
  check: (statement, context) => {
    const { verb, action, name, tokens } = treeOf(statement);
    if (name === null) return [];
    const table =
      verb === "create table"
        ? (readTable(statement.text)?.definition ?? null)
        : action === "add column" && tokens.some((token) => isKeyword(token, "references"))
          ? addedColumn(name, statement.text)
          : null;
    if (table === null) return [];
    const later = context.statements.filter((other) => /^create (?:unique )?index$/.test(treeOf(other).verb));
    // A table made for a rebuild gets its name, and its indexes, afterwards.
    const names = [
      name,
      ...context.statements.flatMap((other) =>
        treeOf(other).action === "rename to" && same(treeOf(other).name, name) ? [treeOf(other).tokens.at(-1)?.value ?? ""] : [],
      ),
    ];
    const known =
      context.before?.objects.flatMap((object) =>
        object.kind === "index" && names.some((own) => same(indexOf(object).table, own)) ? [indexOf(object).columns[0] ?? ""] : [],
      ) ?? [];
    const before = context.before?.objects.find(
      (object) => object.kind === "table" && names.some((own) => same(tableOf(object).name, own)),
    );
    const old = before === undefined ? [] : tableOf(before).foreignKeys.map((key) => key.columns.join());
    return table.foreignKeys
      .filter((key) => !leads(table, key) && !known.includes(quoteName(key.columns[0] ?? "")) && !old.includes(key.columns.join()))
      .filter((key) => !later.some((index) => names.some((own) => isIndexOn(index.text, own, key.columns[0] ?? ""))))
      .map((key) => ({ object: printName([names.at(-1) ?? name, key.columns[0] ?? ""]) }));
  },
});

function same(a: string | null, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}

function addedColumn(table: string, text: string): TableDefinition | null {
  const column = text.replace(/^[\s\S]*?\sadd\s+(?:column\s+)?/i, "");
  return readTable(`CREATE TABLE ${quoteName(table)} (${column})`)?.definition ?? null;
}

function leads(table: TableDefinition, key: ForeignKeyDefinition): boolean {
  const first = key.columns[0];
  return table.primaryKey?.columns[0]?.name === first || table.uniques.some((unique) => unique.columns[0]?.name === first);
}

function isIndexOn(text: string, table: string, column: string): boolean {
  const tokens = readTokens(text);
  const on = tokens.findIndex((token) => isKeyword(token, "on"));
  return same(tokens[on + 1]?.value ?? null, table) && same(tokens[on + 3]?.value ?? null, column);
}
