import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { findUnquoted } from "../lint/dynamic-sql.ts";
import { statementOf, textsOf } from "../syntax.ts";

export const noConcatenatedSql = defineRule({
  id: "no-concatenated-sql",
  level: "warning",
  what: "Builds a statement from pieces that nothing quotes.",
  why: "Whoever chooses such a piece chooses what runs, with the rights of the function.",
  instead: "Pass values by USING, and names through format with %I or through quote_ident.",
  source: "https://www.postgresql.org/docs/18/plpgsql-statements.html#PLPGSQL-QUOTE-LITERAL-EXAMPLE",
  versions: ">=14",
  covers: [],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: [
      "CREATE FUNCTION forget(who text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM users WHERE email = ''' || who || ''''; END $$",
      "CREATE FUNCTION empty(what text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('TRUNCATE %s', what); END $$",
    ],
    good: [
      "CREATE FUNCTION forget(who text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM users WHERE email = $1' USING who; END $$",
      "CREATE FUNCTION empty(what text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('TRUNCATE %I', what); EXECUTE 'ANALYZE ' || quote_ident(what); END $$",
      "CREATE FUNCTION two() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT 1; ' || 'SELECT 2'; END $$",
      "CREATE FUNCTION size(what regclass) RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN EXECUTE format('SELECT count(*) FROM %s', what) INTO n; RETURN n; END $$",
    ],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateFunctionStmt");
    const found = create === null && statementOf(statement, "DoStmt") === null ? [] : findUnquoted(statement);
    return found.map((piece) => ({
      object: create === null ? null : printName(textsOf(create.funcname)),
      what: `Builds a statement from ${piece}, which nothing quotes.`,
    }));
  },
});
