import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noGeneratedExpressionChange = defineRule({
  id: "no-generated-expression-change",
  level: "warning",
  what: "Changes or drops the expression of a generated column.",
  why: "SET EXPRESSION rewrites the whole table of a stored column under an ACCESS EXCLUSIVE lock; after DROP EXPRESSION nobody fills the column.",
  instead: "Add a second column, fill it in batches, and let it take the place of the first.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-EXPRESSION",
  versions: ">=14",
  covers: ["squawk:ban-alter-generated-expression", "squawk:ban-drop-generated-expression"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED); INSERT INTO users VALUES (1);",
  claims: { users: { mode: "ACCESS EXCLUSIVE" } },
  examples: {
    bad: ["ALTER TABLE users ALTER COLUMN twice DROP EXPRESSION"],
    good: ["ALTER TABLE users ALTER COLUMN twice SET STATISTICS 500"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_SetExpression", "AT_DropExpression")
      .filter(({ table }) => !isEmpty(context, table))
      .map(({ table, command }) => ({ object: `${table}.${printName([command.name ?? ""])}` })),
});
