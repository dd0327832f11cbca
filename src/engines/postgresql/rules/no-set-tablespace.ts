import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noSetTablespace = defineRule({
  id: "no-set-tablespace",
  level: "warning",
  what: "Moves a table or an index to another tablespace.",
  why: "All of it is copied under an ACCESS EXCLUSIVE lock, and needs the space twice.",
  instead: "Move it in a quiet hour, or build it anew there beside the old one and swap.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html",
  versions: ">=14",
  covers: ["migrationpilot:MP095"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE" } },
  examples: {
    bad: ["ALTER TABLE users SET TABLESPACE pg_default"],
    good: [
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts SET TABLESPACE pg_default",
      "ALTER TABLE users SET (fillfactor = 90)",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_SetTableSpace")
      .filter(({ table }) => !isEmpty(context, table))
      .map(({ table }) => ({ object: table })),
});
