import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropFunction = defineRule({
  id: "no-drop-function",
  level: "warning",
  what: "Drops a function that running code may still call.",
  why: "Every statement, trigger or default that calls it fails at once.",
  instead: "Stop calling it, release, then drop it; or use CREATE OR REPLACE.",
  source: "https://www.postgresql.org/docs/18/sql-dropfunction.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-function"],
  given: "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
  claims: {},
  examples: {
    bad: ["DROP FUNCTION one()", "DROP FUNCTION IF EXISTS one"],
    good: [
      "CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1 + 0'",
      "DROP FUNCTION one(); CREATE FUNCTION one() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    ],
  },
  check: (statement, context) =>
    goneForGood(statement, context, "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE").map((object) => ({
      object,
    })),
});
