import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { pickAll, statementOf, textsOf } from "../syntax.ts";

export const noRoutineOptionChange = defineRule({
  id: "no-routine-option-change",
  level: "note",
  what: "Changes as whom or under which settings a function runs that is in use.",
  why: "Its body stays what it was and does something else: another search_path finds other tables, another security runs it with other rights.",
  instead: "Create the function anew with its options, so that one text says all of it, and review it as code.",
  source: "https://www.postgresql.org/docs/18/sql-alterfunction.html",
  versions: ">=14",
  covers: ["squawk:ban-alter-function-options"],
  given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE two() LANGUAGE sql AS 'SELECT 1';",
  claims: {},
  examples: {
    bad: ["ALTER FUNCTION one() SECURITY DEFINER", "ALTER PROCEDURE two() SET search_path TO private", "ALTER FUNCTION one() RESET ALL"],
    good: [
      "ALTER FUNCTION one() OWNER TO CURRENT_USER",
      "ALTER FUNCTION one() COST 10",
      "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION own() SET search_path TO private",
    ],
  },
  check: (statement, context) => {
    const change = statementOf(statement, "AlterFunctionStmt");
    const name = printName(textsOf(change?.func?.objname));
    const isChanged = pickAll(change?.actions, "DefElem").some(({ defname }) => defname === "security" || defname === "set");
    return isChanged && !isNew(context, name) ? [{ object: name }] : [];
  },
});
