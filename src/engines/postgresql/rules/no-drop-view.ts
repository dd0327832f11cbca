import { defineRule } from "../../rule.ts";
import { goneForGood } from "../lint/drops.ts";

export const noDropView = defineRule({
  id: "no-drop-view",
  level: "warning",
  what: "Drops a view that running code may still read.",
  why: "Every statement that names it fails at once.",
  instead: "Stop reading it, release, then drop it; or replace it in the same migration.",
  source: "https://www.postgresql.org/docs/18/sql-dropview.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-view"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); CREATE VIEW ids AS SELECT id FROM users; CREATE MATERIALIZED VIEW kept AS SELECT id FROM users;",
  claims: {},
  examples: {
    bad: ["DROP VIEW ids", "DROP MATERIALIZED VIEW kept"],
    good: [
      "DROP VIEW ids; CREATE VIEW ids AS SELECT id, 1 AS one FROM users",
      "CREATE VIEW drafts AS SELECT id FROM users; DROP VIEW drafts",
    ],
  },
  check: (statement, context) => goneForGood(statement, context, "OBJECT_VIEW", "OBJECT_MATVIEW").map((object) => ({ object })),
});
