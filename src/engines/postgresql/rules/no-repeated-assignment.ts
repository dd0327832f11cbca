import { defineRule } from "../../rule.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

export const noRepeatedAssignment = defineRule({
  id: "no-repeated-assignment",
  level: "error",
  what: "Assigns a column twice in one statement.",
  why: "The server refuses the statement, and the migration stops there.",
  instead: "Assign each column once.",
  source: "https://www.postgresql.org/docs/18/sql-update.html",
  versions: ">=14",
  covers: ["squawk:ban-duplicate-column-assignments"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["UPDATE users SET email = 'a', email = 'b' WHERE id = 1"],
    good: ["UPDATE users SET email = 'a' WHERE id = 1"],
  },
  check: (statement) => {
    const update = statementOf(statement, "UpdateStmt");
    const names = pickAll(update?.targetList, "ResTarget")
      .filter(({ indirection }) => indirection === undefined)
      .map(({ name }) => name ?? "");
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return twice === undefined ? [] : [{ object: relationName(update?.relation), what: `Assigns ${twice} twice in one statement.` }];
  },
});
