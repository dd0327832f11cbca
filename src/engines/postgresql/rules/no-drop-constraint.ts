import { defineRule } from "../../rule.ts";
import { provesNotNull } from "../lint/condition.ts";
import { constraintsOf, findColumn } from "../lint/known-objects.ts";
import { isNew } from "../lint/context.ts";
import { alterationsOf } from "../syntax.ts";

export const noDropConstraint = defineRule({
  id: "no-drop-constraint",
  level: "warning",
  what: "Drops a constraint that keeps rows right.",
  why: "From the commit on rows may break it, and the way back fails as soon as one does; a unique constraint takes its index along.",
  instead: "Add the constraint that takes its place first, and drop the old one in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT",
  versions: ">=14",
  covers: [
    "migrationpilot:MP055",
    "migrationpilot:MP097",
    "pgfence:drop-constraint",
    "diesel-guard:DropPrimaryKeyCheck",
    "atlas:CD101",
    "squawk:ban-drop-constraint",
  ],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY, age integer, email text NOT NULL, CONSTRAINT age_positive CHECK (age > 0));",
    "ALTER TABLE users ADD CONSTRAINT email_present CHECK (email IS NOT NULL);",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users DROP CONSTRAINT age_positive", "ALTER TABLE users DROP CONSTRAINT users_pkey"],
    good: ["ALTER TABLE users DROP CONSTRAINT email_present", "ALTER TABLE users ADD CONSTRAINT age_small CHECK (age < 200) NOT VALID"],
  },
  // A check that NOT NULL has taken over from keeps nothing any more.
  check: (statement, context) =>
    alterationsOf(statement, "AT_DropConstraint")
      .filter(({ table, command }) => {
        const constraint = constraintsOf(context.before, table).find(({ name }) => name === command.name);
        const isIdle =
          constraint !== undefined &&
          /^CHECK \(\(+[^()]+ IS NOT NULL\)+$/i.test(constraint.text) &&
          constraint.columns.every(
            (column) => provesNotNull(constraint, column) && findColumn(context.before, table, column)?.notNull === true,
          );
        return !isNew(context, table) && !isIdle;
      })
      .map(({ table, command }) => ({ object: table, what: `Drops the constraint ${command.name ?? ""}, which keeps rows right.` })),
});
