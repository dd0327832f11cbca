import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf, textsOf } from "../syntax.ts";

export const preferLookupTable = defineRule({
  id: "prefer-lookup-table",
  level: "note",
  what: "Makes an enum type.",
  why: "A value can be added and renamed but never taken away or moved, and nothing can be said about one.",
  instead: "Use a table of the values and a foreign key, or text with a CHECK.",
  source: "https://www.postgresql.org/docs/18/datatype-enum.html#DATATYPE-ENUM-IMPLEMENTATION-DETAILS",
  versions: ">=14",
  covers: ["eugene:W13", "pgls:creating_enum"],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE TYPE mood AS ENUM ('sad', 'ok')"],
    good: ["CREATE TABLE moods (name text PRIMARY KEY)", "CREATE TYPE pair AS (a int, b int)"],
  },
  check: (statement) => {
    const made = statementOf(statement, "CreateEnumStmt");
    return made === null ? [] : [{ object: printName(textsOf(made.typeName)) }];
  },
});
