import { defineRule } from "../../rule.ts";
import type { RuleContext } from "../../rule.ts";
import { isNew, isSameName, sameTransaction } from "../lint/context.ts";
import { pick, statementOf, textsOf } from "../syntax.ts";
import { printName } from "../../../model/name.ts";

export const noNewEnumValueInTransaction = defineRule({
  id: "no-new-enum-value-in-transaction",
  level: "error",
  what: "Uses an enum value in the transaction that adds it.",
  why: "The server refuses the use with error 55P04 until the transaction that added the value has been committed.",
  instead: "Add the value in a migration of its own, and use it in a later one.",
  source: "https://www.postgresql.org/docs/18/sql-altertype.html#SQL-ALTERTYPE-NOTES",
  versions: ">=14",
  covers: ["migrationpilot:MP012", "migrationpilot:MP054", "pgfence:alter-enum-add-value", "pgls:avoid_alter_enum_add_value"],
  given:
    "CREATE TYPE tier AS ENUM ('bronze', 'silver'); CREATE TABLE users (id bigint PRIMARY KEY, tier tier); INSERT INTO users VALUES (1, 'bronze');",
  claims: {},
  examples: {
    bad: [
      "ALTER TYPE tier ADD VALUE 'gold'; UPDATE users SET tier = 'gold' WHERE id = 1",
      "ALTER TYPE tier ADD VALUE 'gold'; ALTER TABLE users ALTER COLUMN tier SET DEFAULT 'gold'",
    ],
    good: [
      "ALTER TYPE tier ADD VALUE 'gold'; UPDATE users SET tier = 'silver' WHERE id = 1",
      "ALTER TYPE tier ADD VALUE 'gold'; COMMIT; UPDATE users SET tier = 'gold' WHERE id = 1",
      "CREATE TYPE mood AS ENUM ('calm'); ALTER TYPE mood ADD VALUE 'merry'; CREATE TABLE days (id bigint PRIMARY KEY, mood mood DEFAULT 'merry')",
    ],
  },
  check: (statement, context) => {
    if (statementOf(statement, "AlterEnumStmt") !== null) return [];
    return addedValues(context)
      .filter(({ value }) => mentionsText(statement.tree, value))
      .map(({ type, value }) => ({ object: type, what: `Uses the value '${value}' of ${type} in the transaction that adds it.` }));
  },
});

function addedValues(context: RuleContext): readonly { readonly type: string; readonly value: string }[] {
  return (sameTransaction(context) ?? []).flatMap((earlier) => {
    const alter = statementOf(earlier, "AlterEnumStmt");
    if (alter?.newVal === undefined || alter.oldVal !== undefined) return [];
    const type = printName(textsOf(alter.typeName));
    return isOwnType(context, type) ? [] : [{ type, value: alter.newVal }];
  });
}

/** From 17 on a type made in the same transaction takes new values at once. */
function isOwnType(context: RuleContext, type: string): boolean {
  if (context.version < 17) return false;
  const isMadeHere = (sameTransaction(context) ?? []).some((earlier) =>
    isSameName(printName(textsOf(statementOf(earlier, "CreateEnumStmt")?.typeName)), type),
  );
  return isMadeHere || (context.transaction === "shared" && isNew(context, type));
}

function mentionsText(node: unknown, text: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (pick(node, "A_Const")?.sval?.sval === text) return true;
  return (Array.isArray(node) ? node : Object.values(node)).some((part) => mentionsText(part, text));
}
