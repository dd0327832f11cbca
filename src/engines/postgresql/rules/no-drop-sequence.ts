import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropSequence = defineRule({
  id: "no-drop-sequence",
  level: "warning",
  what: "Drops a sequence that running code may still ask for numbers.",
  why: "Every nextval fails at once, and the last number that was given out is forgotten.",
  instead: "Release code that does without it, then drop it in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-dropsequence.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-sequence"],
  given: "CREATE SEQUENCE numbers;",
  claims: {},
  examples: {
    bad: ["DROP SEQUENCE numbers"],
    good: ["CREATE SEQUENCE drafts; DROP SEQUENCE drafts", "ALTER SEQUENCE numbers CACHE 20"],
  },
  check: (statement, context) => goneForGood(statement, context, "OBJECT_SEQUENCE").map((object) => ({ object })),
});
