import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

export const noTruncate = defineRule({
  id: "no-truncate",
  level: "warning",
  what: "Deletes all rows of a table.",
  why: "Only a backup brings the rows back, delete triggers do not fire, and CASCADE empties every table that refers to it.",
  instead: "Delete the rows that are meant, in batches, by a condition.",
  source: "https://www.postgresql.org/docs/18/sql-truncate.html",
  versions: ">=14",
  covers: [
    "squawk:ban-truncate-cascade",
    "migrationpilot:MP036",
    "pgfence:truncate",
    "pgfence:truncate-cascade",
    "pgls:ban_truncate",
    "pgls:ban_truncate_cascade",
    "diesel-guard:TruncateTableCheck",
    "bytebase:STATEMENT_DISALLOW_TRUNCATE",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  examples: {
    bad: ["TRUNCATE users", "TRUNCATE TABLE users RESTART IDENTITY CASCADE"],
    good: ["DELETE FROM users WHERE id = 1", "CREATE TABLE drafts (id bigint PRIMARY KEY); TRUNCATE drafts"],
  },
  check: (statement, context) =>
    pickAll(statementOf(statement, "TruncateStmt")?.relations, "RangeVar")
      .map(relationName)
      .filter((table) => !isEmpty(context, table))
      .map((object) => ({ object })),
});
