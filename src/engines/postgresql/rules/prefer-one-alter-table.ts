import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const preferOneAlterTable = defineRule({
  id: "prefer-one-alter-table",
  level: "note",
  what: "Alters a table again right after the statement before.",
  why: "Each statement passes over the table on its own, and a rewrite is done twice.",
  instead: "Put the changes into one ALTER TABLE, separated by commas.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html",
  versions: ">=14",
  covers: ["migrationpilot:MP058", "pgls:multiple_alter_table", "eugene:W12"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN a text; ALTER TABLE users ADD COLUMN b text"],
    good: [
      "ALTER TABLE users ADD COLUMN a text, ADD COLUMN b text",
      "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c",
    ],
  },
  check: (statement, context) => {
    const before = context.statements[context.index - 1];
    const [own] = alterationsOf(statement);
    const [other] = before === undefined ? [] : alterationsOf(before);
    if (own === undefined || other === undefined || own.table !== other.table || isEmpty(context, own.table)) return [];
    const kinds = [...alterationsOf(statement), ...(before === undefined ? [] : alterationsOf(before))].map(
      ({ command }) => command.subtype ?? "",
    );
    return kinds.every((kind) => joinable.has(kind)) ? [{ object: own.table }] : [];
  },
});

/** Commands that gain by being one statement; VALIDATE and SET NOT NULL after a check stand apart on purpose. */
const joinable: ReadonlySet<string> = new Set([
  "AT_AddColumn",
  "AT_DropColumn",
  "AT_ColumnDefault",
  "AT_AlterColumnType",
  "AT_DropNotNull",
]);
