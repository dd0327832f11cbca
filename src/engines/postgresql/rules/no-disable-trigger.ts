import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noDisableTrigger = defineRule({
  id: "no-disable-trigger",
  level: "warning",
  what: "Switches triggers off for every session.",
  why: "What they keep (audit rows, derived columns, foreign keys with ALL) is not kept for anyone's writes until they are on again.",
  instead: "Have the trigger's function skip the job's own session by a setting, and leave the trigger on.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER",
  versions: ">=14",
  covers: ["migrationpilot:MP064", "pgfence:enable-disable-trigger", "pgls:avoid_enable_disable_trigger", "squawk:ban-disable-trigger"],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY);",
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER audit BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();",
  ].join("\n"),
  claims: { users: { mode: "SHARE ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: [
      "ALTER TABLE users DISABLE TRIGGER audit",
      "ALTER TABLE users DISABLE TRIGGER ALL",
      "ALTER TABLE users DISABLE TRIGGER USER",
      "ALTER TABLE users ENABLE REPLICA TRIGGER audit",
    ],
    good: ["ALTER TABLE users ENABLE TRIGGER audit"],
  },
  check: (statement, context) =>
    // A trigger for replicas only is off for everybody else.
    alterationsOf(
      statement,
      "AT_DisableTrig",
      "AT_DisableTrigAll",
      "AT_DisableTrigUser",
      "AT_EnableReplicaTrig",
      "AT_DisableRule",
      "AT_EnableReplicaRule",
    )
      .filter(({ table }) => !isNew(context, table))
      .map(({ table }) => ({ object: table })),
});
