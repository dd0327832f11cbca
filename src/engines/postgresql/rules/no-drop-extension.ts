import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropExtension = defineRule({
  id: "no-drop-extension",
  level: "warning",
  what: "Drops an extension with all that it brought.",
  why: "Functions, types and operators of the extension are gone for every client at once.",
  instead: "Release code that does without it and drop what uses it first, each by name.",
  source: "https://www.postgresql.org/docs/18/sql-dropextension.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-extension"],
  given: "",
  claims: {},
  examples: {
    bad: ["DROP EXTENSION plpgsql", "DROP EXTENSION IF EXISTS hstore, citext"],
    good: ["CREATE EXTENSION IF NOT EXISTS plpgsql"],
  },
  check: (statement, context) => goneForGood(statement, context, "OBJECT_EXTENSION").map((object) => ({ object })),
});
