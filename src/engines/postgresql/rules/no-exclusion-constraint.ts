import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noExclusionConstraint = defineRule({
  id: "no-exclusion-constraint",
  level: "warning",
  what: "Adds an exclusion constraint to a table that was there before.",
  why: "Its index is built and all pairs of rows are compared while reads and writes wait for the ACCESS EXCLUSIVE lock; it knows no NOT VALID.",
  instead: "Make a new table with the constraint and move the rows over in batches, or add it in a maintenance window.",
  source: "https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-EXCLUDE",
  versions: ">=14",
  covers: [
    "migrationpilot:MP031",
    "pgfence:add-constraint-exclude",
    "pgls:avoid_adding_exclusion_constraint",
    "strong_migrations:add_exclusion_constraint",
    "online_migrations:add_exclusion_constraint",
    "eugene:E8",
  ],
  given: "CREATE TABLE bookings (id bigint PRIMARY KEY, during tsrange); INSERT INTO bookings VALUES (1, '[2025-01-01, 2025-01-02)');",
  claims: { bookings: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  work: "build",
  examples: {
    bad: ["ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)"],
    good: ["CREATE TABLE slots (id bigint PRIMARY KEY, during tsrange, EXCLUDE USING gist (during WITH &&))"],
  },
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint, by, table }) => by === "add" && constraint.contype === "CONSTR_EXCLUSION" && !isEmpty(context, table))
      .map(({ table }) => ({ object: table })),
});
