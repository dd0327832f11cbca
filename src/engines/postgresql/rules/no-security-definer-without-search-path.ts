import type { Node } from "libpg-query";
import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf, textsOf } from "../syntax.ts";

export const noSecurityDefinerWithoutSearchPath = defineRule({
  id: "no-security-definer-without-search-path",
  level: "warning",
  what: "Makes a SECURITY DEFINER function that takes the search_path of its caller.",
  why: "A caller can put an object of its own before the one that is meant, and have it run with the owner's rights.",
  instead: "Add SET search_path with trusted schemas and pg_temp last, and name objects with their schema.",
  source: "https://www.postgresql.org/docs/18/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  versions: ">=14",
  covers: ["migrationpilot:MP099", "splinter:0011_function_search_path_mutable"],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'"],
    good: [
      "CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1::bigint'",
      "CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    ],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateFunctionStmt");
    const alter = statementOf(statement, "AlterFunctionStmt");
    const options = create?.options ?? alter?.actions;
    if (!isDefiner(options) || hasSearchPath(options)) return [];
    return [{ object: printName(textsOf(create?.funcname ?? alter?.func?.objname)) }];
  },
});

function isDefiner(options: readonly Node[] | undefined): boolean {
  return pickAll(options, "DefElem").some(({ defname, arg }) => defname === "security" && pick(arg, "Boolean")?.boolval === true);
}
function hasSearchPath(options: readonly Node[] | undefined): boolean {
  return pickAll(options, "DefElem").some(({ defname, arg }) => defname === "set" && pick(arg, "VariableSetStmt")?.name === "search_path");
}
