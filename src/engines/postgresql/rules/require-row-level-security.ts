import { defineRule } from "../../rule.ts";
import { hasRowSecurity, securedTables } from "../lint/known-objects.ts";
import { relationName, statementOf } from "../syntax.ts";

export const requireRowLevelSecurity = defineRule({
  id: "require-row-level-security",
  level: "note",
  what: "Makes a table without row security where every other table has it.",
  why: "Whoever may read the schema reads all of its rows: this one was forgotten.",
  instead: "ALTER TABLE … ENABLE ROW LEVEL SECURITY, and make its policies.",
  source: "https://www.postgresql.org/docs/18/ddl-rowsecurity.html",
  versions: ">=14",
  covers: ["splinter:0013_rls_disabled_in_public"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY); ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY fits ON users USING (id > 1); CREATE TABLE notes (id bigint PRIMARY KEY); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY fits ON notes USING (id > 1); CREATE SCHEMA app; CREATE TABLE app.jobs (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE TABLE diaries (id bigint PRIMARY KEY, body text)"],
    good: [
      "CREATE TABLE diaries (id bigint PRIMARY KEY, body text); ALTER TABLE diaries ENABLE ROW LEVEL SECURITY; CREATE POLICY fits ON diaries USING (id > 1)",
      "CREATE TABLE app.tasks (id bigint PRIMARY KEY)",
    ],
  },
  check: (statement, context) => {
    const create = statementOf(statement, "CreateStmt");
    if (create === null || create.relation?.relpersistence === "t" || create.partbound !== undefined) return [];
    const own = relationName(create.relation);
    if (hasRowSecurity(context.before, own)) return [];
    const others = securedTables(context.before, own);
    return others !== null && others >= mostForgotten ? [{ object: own }] : [];
  },
});

/** One secured table is no habit. */
const mostForgotten = 2;
