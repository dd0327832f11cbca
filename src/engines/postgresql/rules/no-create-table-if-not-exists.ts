import { defineRule } from "../../rule.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noCreateTableIfNotExists = defineRule({
  id: "no-create-table-if-not-exists",
  level: "note",
  what: "Makes a table only if no table of that name exists.",
  why: "A table of another shape passes unnoticed, and the statements after it fail or write into the wrong one.",
  instead: "Use CREATE TABLE, so that a leftover is found at once.",
  source: "https://www.postgresql.org/docs/18/sql-createtable.html",
  versions: ">=14",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY)"],
    good: ["CREATE TABLE orders (id bigint PRIMARY KEY)", "CREATE TEMP TABLE IF NOT EXISTS scratch (n integer)"],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateStmt");
    return create?.if_not_exists === true && create.relation?.relpersistence !== "t" ? [{ object: relationName(create.relation) }] : [];
  },
});
