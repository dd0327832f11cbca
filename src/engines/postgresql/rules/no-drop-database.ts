import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noDropDatabase = defineRule({
  id: "no-drop-database",
  level: "error",
  what: "Drops a database.",
  why: "Everything in it is gone at once, and only a backup brings it back.",
  instead: "Drop databases by hand, with somebody beside you, after a backup was restored once.",
  source: "https://www.postgresql.org/docs/18/sql-dropdatabase.html",
  versions: ">=14",
  covers: [
    "squawk:ban-drop-database",
    "migrationpilot:MP034",
    "pgfence:drop-database",
    "pgls:ban_drop_database",
    "diesel-guard:DropDatabaseCheck",
  ],
  given: "",
  claims: {},
  examples: {
    bad: ["DROP DATABASE lint_shop", "DROP DATABASE IF EXISTS lint_shop"],
    good: ["DROP TABLE IF EXISTS lint_shop"],
  },
  check: (statement) => {
    const drop = statementOf(statement, "DropdbStmt");
    return drop === null ? [] : [{ object: printName([drop.dbname ?? ""]) }];
  },
});
