import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf, textsOf } from "../syntax.ts";

export const requireEnumValuePlace = defineRule({
  id: "require-enum-value-place",
  level: "note",
  what: "Adds a value to an enumeration without saying where.",
  why: "It comes last in the order, which comparisons and ORDER BY follow, and no statement moves it later.",
  instead: "Say BEFORE or AFTER which value it belongs.",
  source: "https://www.postgresql.org/docs/18/sql-altertype.html",
  versions: ">=14",
  covers: ["squawk:require-enum-value-ordering", "pgfence:alter-enum-no-ordering"],
  given: "CREATE TYPE mood AS ENUM ('calm', 'merry');",
  claims: {},
  examples: {
    bad: ["ALTER TYPE mood ADD VALUE 'sad'"],
    good: ["ALTER TYPE mood ADD VALUE 'sad' BEFORE 'calm'", "ALTER TYPE mood ADD VALUE 'sad' AFTER 'merry'"],
  },
  check: (statement) => {
    const change = statementOf(statement, "AlterEnumStmt");
    const isAdded = change !== null && change.oldVal === undefined && change.newValNeighbor === undefined;
    return isAdded ? [{ object: printName(textsOf(change.typeName)) }] : [];
  },
});
