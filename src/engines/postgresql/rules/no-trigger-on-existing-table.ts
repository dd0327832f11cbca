import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf, relationName, statementOf } from "../syntax.ts";

export const noTriggerOnExistingTable = defineRule({
  id: "no-trigger-on-existing-table",
  level: "note",
  what: "Makes a trigger on a table that is in use, or switches one on.",
  why: "Writes wait for its SHARE ROW EXCLUSIVE lock, and from then on every write pays for it.",
  instead: "Set a lock_timeout, and keep what the trigger does short.",
  source: "https://www.postgresql.org/docs/18/sql-createtrigger.html",
  versions: ">=14",
  covers: ["squawk:ban-disable-trigger", "pgfence:create-trigger", "pgls:avoid_create_trigger", "migrationpilot:MP090"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER old BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION noop();",
  claims: { users: { mode: "SHARE ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: [
      "CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION noop()",
      "ALTER TABLE users ENABLE TRIGGER old",
      "ALTER TABLE users ENABLE ALWAYS TRIGGER old",
    ],
    good: ["CREATE TABLE drafts (id bigint PRIMARY KEY); CREATE TRIGGER t BEFORE INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION noop()"],
  },
  check: (statement, context) => {
    const trigger = statementOf(statement, "CreateTrigStmt");
    const table = relationName(trigger?.relation);
    const made = trigger === null || isNew(context, table) ? [] : [{ object: table }];
    const enabled = alterationsOf(
      statement,
      "AT_EnableTrig",
      "AT_EnableAlwaysTrig",
      "AT_EnableTrigAll",
      "AT_EnableTrigUser",
      "AT_EnableRule",
      "AT_EnableAlwaysRule",
    );
    return [...made, ...enabled.filter((one) => !isNew(context, one.table)).map((one) => ({ object: one.table }))];
  },
});
