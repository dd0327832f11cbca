import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noMaterializedViewWithData = defineRule({
  id: "no-materialized-view-with-data",
  level: "note",
  what: "Fills a materialized view while it is made, inside the migration.",
  why: "The query may run for minutes with the migration's transaction open.",
  instead: "Make it WITH NO DATA, and refresh it on its own afterwards.",
  source: "https://www.postgresql.org/docs/18/sql-creatematerializedview.html",
  versions: ">=14",
  covers: ["migrationpilot:MP096"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE MATERIALIZED VIEW kept AS SELECT id FROM users"],
    good: [
      "CREATE MATERIALIZED VIEW kept AS SELECT id FROM users WITH NO DATA",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); CREATE MATERIALIZED VIEW kept AS SELECT id FROM drafts",
    ],
  },
  check: (statement, context) => {
    const made = statementOf(statement, "CreateTableAsStmt");
    if (made?.objtype !== "OBJECT_MATVIEW" || made.into?.skipData === true) return [];
    const reads = statement.touches.filter(({ how }) => how === "read");
    return reads.length > 0 && reads.every(({ name }) => isEmpty(context, name)) ? [] : [{ object: relationName(made.into?.rel) }];
  },
});
