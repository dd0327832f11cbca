import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropType = defineRule({
  id: "no-drop-type",
  level: "warning",
  what: "Drops a type that running code may still name.",
  why: "Casts and parameters of that type fail at once, in statements that were prepared before too.",
  instead: "Release code that does without the type, then drop it in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-droptype.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-type", "squawk:ban-drop-domain"],
  given: "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN email AS text;",
  claims: {},
  examples: {
    bad: ["DROP TYPE mood", "DROP DOMAIN IF EXISTS email"],
    good: ["CREATE TYPE draft AS (a integer); DROP TYPE draft", "ALTER TYPE mood ADD VALUE 'happy'"],
  },
  check: (statement, context) => goneForGood(statement, context, "OBJECT_TYPE", "OBJECT_DOMAIN").map((object) => ({ object })),
});
