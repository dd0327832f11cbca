import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf, textsOf } from "../syntax.ts";

export const preferRevokeOnDefiner = defineRule({
  id: "prefer-revoke-on-definer",
  level: "note",
  what: "Makes a SECURITY DEFINER function that everybody may call.",
  why: "A new function may be executed by PUBLIC: whoever can connect acts with its owner's rights.",
  instead: "REVOKE EXECUTE ON FUNCTION … FROM PUBLIC in the same migration, and grant it to whom it is for.",
  source: "https://www.postgresql.org/docs/18/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  versions: ">=14",
  covers: ["splinter:0028_anon_security_definer_function_executable", "splinter:0029_authenticated_security_definer_function_executable"],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1::bigint'"],
    good: [
      "CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1::bigint'; REVOKE EXECUTE ON FUNCTION count_all() FROM PUBLIC",
      "CREATE FUNCTION count_all() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
      "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS 'BEGIN RETURN NEW; END'",
    ],
  },
  check: (statement, context) => {
    const create = statementOf(statement, "CreateFunctionStmt");
    const isDefiner = pickAll(create?.options, "DefElem").some(
      ({ defname, arg }) => defname === "security" && pick(arg, "Boolean")?.boolval === true,
    );
    const isTrigger = textsOf(create?.returnType?.names).at(-1) === "trigger";
    if (create === null || !isDefiner || isTrigger) return [];
    const isRevoked = context.statements.slice(context.index).some((later) => {
      const revoke = statementOf(later, "GrantStmt");
      return revoke !== null && revoke.is_grant !== true && /"ROLESPEC_PUBLIC"/.test(JSON.stringify(revoke.grantees));
    });
    return isRevoked ? [] : [{ object: printName(textsOf(create.funcname)) }];
  },
});
