import { defineRule } from "../../rule.ts";
import { droppedNames } from "../lint/drops.ts";

export const noDropSchema = defineRule({
  id: "no-drop-schema",
  level: "warning",
  what: "Drops a schema.",
  why: "With CASCADE all its tables and their rows go too; without, the statement fails as soon as something is left in it.",
  instead: "Drop the objects in it by name in the contract phase, then the empty schema.",
  source: "https://www.postgresql.org/docs/18/sql-dropschema.html",
  versions: ">=14",
  covers: ["migrationpilot:MP035", "pgls:ban_drop_schema", "atlas:DS101", "squawk:ban-drop-schema"],
  given: "CREATE SCHEMA app; CREATE TABLE app.users (id bigint PRIMARY KEY);",
  claims: { "app.users": { mode: "ACCESS EXCLUSIVE" } },
  examples: { bad: ["DROP SCHEMA app CASCADE"], good: ["DROP TABLE app.users"] },
  check: (statement) => droppedNames(statement, "OBJECT_SCHEMA").map((object) => ({ object })),
});
