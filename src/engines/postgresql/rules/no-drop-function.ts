import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew, isSameName } from "../lint/context.ts";
import { pick, statementOf, textsOf } from "../syntax.ts";

export const noDropFunction = defineRule({
  id: "no-drop-function",
  level: "warning",
  what: "Drops a function that running code may still call.",
  why: "Every statement, trigger or default that calls it fails at once.",
  instead: "Stop calling it, release, then drop it; or use CREATE OR REPLACE.",
  source: "https://www.postgresql.org/docs/18/sql-dropfunction.html",
  versions: ">=14",
  covers: [],
  given: "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
  claims: {},
  examples: {
    bad: ["DROP FUNCTION one()", "DROP FUNCTION IF EXISTS one"],
    good: [
      "CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1 + 0'",
      "DROP FUNCTION one(); CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    ],
  },
  check: (statement, context) => {
    const drop = statementOf(statement, "DropStmt");
    const isRoutine = drop !== null && /^OBJECT_(?:FUNCTION|PROCEDURE|ROUTINE|AGGREGATE)$/.test(drop.removeType ?? "");
    const names = isRoutine ? (drop.objects ?? []).map((object) => printName(textsOf(pick(object, "ObjectWithArgs")?.objname))) : [];
    return names
      .filter((routine) => {
        const comesBack = context.statements
          .slice(context.index)
          .some(({ touches }) => touches.some(({ name, how }) => how === "create" && isSameName(name, routine)));
        return !isNew(context, routine) && !comesBack;
      })
      .map((object) => ({ object }));
  },
});
