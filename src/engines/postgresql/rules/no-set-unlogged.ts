import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noSetUnlogged = defineRule({
  id: "no-set-unlogged",
  level: "warning",
  what: "Changes whether a table is written to the log.",
  why: "The whole table is rewritten while reads and writes wait for the ACCESS EXCLUSIVE lock, and an unlogged one is emptied by a crash and missing on replicas.",
  instead: "Make a new table of the wanted kind and move the rows over in batches.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED",
  versions: ">=14",
  covers: ["migrationpilot:MP047", "pgfence:set-logged-unlogged"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  disprovedBy: "no-rewrite",
  examples: {
    bad: ["ALTER TABLE users SET UNLOGGED"],
    good: ["CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY)", "ALTER TABLE users SET (fillfactor = 90)"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_SetUnLogged", "AT_SetLogged")
      .filter(({ table }) => !isEmpty(context, table))
      .map(({ table }) => ({ object: table })),
});
