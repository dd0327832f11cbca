import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noTriggerOnExistingTable = defineRule({
  id: "no-trigger-on-existing-table",
  level: "note",
  what: "Makes a trigger on a table that is in use.",
  why: "Writes wait for its SHARE ROW EXCLUSIVE lock, and from then on every write pays for it.",
  instead: "Set a lock_timeout, and keep what the trigger does short.",
  source: "https://www.postgresql.org/docs/18/sql-createtrigger.html",
  versions: ">=14",
  covers: ["pgfence:create-trigger", "pgls:avoid_create_trigger", "migrationpilot:MP090"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
  claims: { users: { mode: "SHARE ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION noop()"],
    good: ["CREATE TABLE drafts (id bigint PRIMARY KEY); CREATE TRIGGER t BEFORE INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION noop()"],
  },
  check: (statement, context) => {
    const trigger = statementOf(statement, "CreateTrigStmt");
    const table = relationName(trigger?.relation);
    return trigger === null || isNew(context, table) ? [] : [{ object: table }];
  },
});
