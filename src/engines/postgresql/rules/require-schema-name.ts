import { defineRule } from "../../rule.ts";
import { parseName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import { alterationsOf, relationName, statementOf } from "../syntax.ts";

export const requireSchemaName = defineRule({
  id: "require-schema-name",
  level: "note",
  what: "Leaves to the search_path which schema is meant, where other statements of the file say it.",
  why: "It runs in whatever schema the session finds first: on another machine, or after a SET of the same file, that is another one.",
  instead: "Write the schema everywhere in the file.",
  source: "https://www.postgresql.org/docs/18/ddl-schemas.html#DDL-SCHEMAS-PATH",
  versions: ">=14",
  covers: ["squawk:require-table-schema", "bytebase:NAMING_FULLY_QUALIFIED", "bytebase:STATEMENT_CREATE_SPECIFY_SCHEMA"],
  given: "CREATE SCHEMA app; CREATE TABLE app.users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE app.jobs (id bigint PRIMARY KEY); ALTER TABLE app.users ADD COLUMN a int; CREATE TABLE logs (id bigint PRIMARY KEY)",
    ],
    good: [
      "CREATE TABLE app.jobs (id bigint PRIMARY KEY)",
      "CREATE TABLE jobs (id bigint PRIMARY KEY); CREATE TABLE logs (id bigint PRIMARY KEY)",
      "CREATE TABLE app.jobs (id bigint PRIMARY KEY); ALTER TABLE app.users ADD COLUMN a int; CREATE TEMP TABLE t (id bigint)",
    ],
  },
  check: (statement, context) => {
    const [own] = namedBy(statement);
    if (own === undefined || parseName(own).length !== 1) return [];
    const others = context.statements.flatMap((other) => (other === statement ? [] : namedBy(other)));
    const isHabit = others.filter((name) => parseName(name).length > 1).length >= habit;
    return isHabit ? [{ object: own }] : [];
  },
});

/** One name with its schema is no habit. */
const habit = 2;

/** Tables that the statement makes or changes, as written; temporary ones have no schema. */
function namedBy(statement: ParsedStatement): readonly string[] {
  const made = statementOf(statement, "CreateStmt")?.relation;
  if (made !== undefined) return made.relpersistence === "t" ? [] : [relationName(made)];
  return alterationsOf(statement)
    .slice(0, 1)
    .map(({ table }) => table);
}
