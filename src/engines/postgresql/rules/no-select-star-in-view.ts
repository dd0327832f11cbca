import { defineRule } from "../../rule.ts";
import { pick, pickAll, relationName, statementOf } from "../syntax.ts";

export const noSelectStarInView = defineRule({
  id: "no-select-star-in-view",
  level: "warning",
  what: "Makes a view of whatever columns its tables have now.",
  why: "The list is fixed when the view is made: later columns are missing, and none of today's can be dropped without it.",
  instead: "Name the columns.",
  source: "https://www.postgresql.org/docs/18/sql-createview.html",
  versions: ">=14",
  covers: [],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: [
      "CREATE VIEW everybody AS SELECT * FROM users",
      "CREATE VIEW everybody AS SELECT u.* FROM users u",
      "CREATE MATERIALIZED VIEW everybody AS SELECT * FROM users",
    ],
    good: ["CREATE VIEW everybody AS SELECT id, email FROM users", "CREATE VIEW how_many AS SELECT count(*) FROM users"],
  },
  check: (statement) => {
    const view = statementOf(statement, "ViewStmt");
    const made = statementOf(statement, "CreateTableAsStmt");
    const query = pick(view?.query ?? (made?.objtype === "OBJECT_MATVIEW" ? made.query : undefined), "SelectStmt");
    const hasStar = pickAll(query?.targetList, "ResTarget").some(({ val }) =>
      (pick(val, "ColumnRef")?.fields ?? []).some((field) => pick(field, "A_Star") !== null),
    );
    return hasStar ? [{ object: relationName(view?.view ?? made?.into?.rel) }] : [];
  },
});
