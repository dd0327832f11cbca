import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf, textsOf } from "../syntax.ts";

export const noUntrustedLanguage = defineRule({
  id: "no-untrusted-language",
  level: "warning",
  what: "Makes a function in a language that no permission stops.",
  why: "It can read and write files and reach the network as the server's own account; only superusers may make it.",
  instead: "Write it in SQL or PL/pgSQL, or do the work in the application.",
  source: "https://www.postgresql.org/docs/18/sql-createlanguage.html",
  versions: ">=14",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE FUNCTION lint_add(integer, integer) RETURNS integer LANGUAGE internal STRICT IMMUTABLE AS 'int4pl'"],
    good: ["CREATE FUNCTION lint_add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b'"],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateFunctionStmt");
    const language = pickAll(create?.options, "DefElem").find(({ defname }) => defname === "language");
    const name = pick(language?.arg, "String")?.sval ?? "";
    return create !== null && /^(?:c|internal|plpython3?u|plperlu|pltclu|plsh)$/i.test(name)
      ? [{ object: printName(textsOf(create.funcname)) }]
      : [];
  },
});
