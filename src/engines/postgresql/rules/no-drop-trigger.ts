import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { droppedNames } from "../lint/drops.ts";
import { statementOf } from "../syntax.ts";

export const noDropTrigger = defineRule({
  id: "no-drop-trigger",
  level: "warning",
  what: "Drops a trigger.",
  why: "What it kept true is kept no longer from that moment on, and the drop waits for an ACCESS EXCLUSIVE lock.",
  instead: "Release code that does without it first; then drop it with a lock_timeout.",
  source: "https://www.postgresql.org/docs/18/sql-droptrigger.html",
  versions: ">=14",
  covers: ["pgfence:drop-trigger", "pgls:ban_drop_trigger", "squawk:ban-drop-trigger"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION noop();",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["DROP TRIGGER t ON users"],
    good: [
      "CREATE TABLE drafts (id bigint PRIMARY KEY); CREATE TRIGGER t BEFORE INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION noop(); DROP TRIGGER t ON drafts",
      "DROP TRIGGER t ON users; CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION noop()",
    ],
  },
  check: (statement, context) =>
    droppedNames(statement, "OBJECT_TRIGGER")
      .map((name) => ({ table: name.slice(0, name.lastIndexOf(".")), trigger: name.slice(name.lastIndexOf(".") + 1) }))
      .filter(({ table, trigger }) => {
        const isReplaced = context.statements
          .slice(context.index)
          .some((later) => statementOf(later, "CreateTrigStmt")?.trigname === trigger);
        return !isNew(context, table) && !isReplaced;
      })
      .map(({ table }) => ({ object: table })),
});
