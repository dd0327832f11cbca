import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { findColumn } from "../lint/known-objects.ts";
import { alterationsOf } from "../syntax.ts";

export const noDropDefault = defineRule({
  id: "no-drop-default",
  level: "warning",
  what: "Takes the default from a column that must have a value.",
  why: "Inserts of the running release that leave the column out fail from that moment on.",
  instead: "Release code that gives a value first, then drop the default.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-default"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, tier text NOT NULL DEFAULT 'bronze', note text DEFAULT '');",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users ALTER COLUMN tier DROP DEFAULT"],
    good: ["ALTER TABLE users ALTER COLUMN note DROP DEFAULT", "ALTER TABLE users ALTER COLUMN tier SET DEFAULT 'silver'"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_ColumnDefault")
      .filter(
        ({ table, command }) =>
          command.def === undefined && !isNew(context, table) && findColumn(context.before, table, command.name ?? "")?.notNull === true,
      )
      .map(({ table, command }) => ({ object: `${table}.${printName([command.name ?? ""])}` })),
});
