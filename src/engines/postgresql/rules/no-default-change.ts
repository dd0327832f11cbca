import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew, isNewColumn } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noDefaultChange = defineRule({
  id: "no-default-change",
  level: "note",
  what: "Changes what new rows get where a statement says nothing.",
  why: "The running release's inserts get the new value from the commit on, and rows that are there keep the old one.",
  instead: "Let the new release write the value itself, and change the default when every release does.",
  source: "https://www.postgresql.org/docs/18/ddl-alter.html#DDL-ALTER-COLUMN-DEFAULT",
  versions: ">=14",
  covers: ["squawk:ban-set-default", "strong_migrations:change_column_default", "online_migrations:change_column_default"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users ALTER COLUMN email SET DEFAULT 'none'"],
    good: [
      "ALTER TABLE users ALTER COLUMN email DROP DEFAULT",
      "CREATE TABLE drafts (a int); ALTER TABLE drafts ALTER COLUMN a SET DEFAULT 1",
      "ALTER TABLE users ADD COLUMN age int; ALTER TABLE users ALTER COLUMN age SET DEFAULT 1",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_ColumnDefault")
      .filter(
        ({ table, command }) => command.def !== undefined && !isNew(context, table) && !isNewColumn(context, table, command.name ?? ""),
      )
      .map(({ table, command }) => ({ object: `${table}.${printName([command.name ?? ""])}` })),
});
