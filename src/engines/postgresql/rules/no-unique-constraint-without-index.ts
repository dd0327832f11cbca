import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noUniqueConstraintWithoutIndex = defineRule({
  id: "no-unique-constraint-without-index",
  level: "warning",
  what: "Adds a unique constraint that builds its index on the spot.",
  why: "Reads and writes wait for the ACCESS EXCLUSIVE lock until the index is built.",
  instead: "Build a unique index CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
  versions: ">=14",
  covers: [
    "atlas:MF102",
    "squawk:disallowed-unique-constraint",
    "migrationpilot:MP027",
    "pgfence:add-constraint-unique",
    "pgls:disallow_unique_constraint",
    "diesel-guard:AddUniqueConstraintCheck",
    "strong_migrations:add_unique_constraint",
    "online_migrations:add_unique_constraint",
    "eugene:E7",
    "atlas:PG105",
    "atlas:MF101",
    "django-migration-linter:ADD_UNIQUE",
    "prisma:UniqueConstraintAddition",
  ],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE UNIQUE INDEX users_by_email ON users (email);",
    "INSERT INTO users VALUES (1, 'a'), (2, 'b');",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  work: "build",
  examples: {
    bad: ["ALTER TABLE users ADD CONSTRAINT users_email_once UNIQUE (email)", "ALTER TABLE users ADD COLUMN code text UNIQUE"],
    good: [
      "ALTER TABLE users ADD CONSTRAINT users_email_once UNIQUE USING INDEX users_by_email",
      "CREATE TABLE drafts (id bigint PRIMARY KEY, slug text UNIQUE)",
    ],
  },
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint, by }) => by === "add" && constraint.contype === "CONSTR_UNIQUE" && constraint.indexname === undefined)
      .filter(({ table }) => !isEmpty(context, table))
      .map(({ table }) => ({ object: table })),
});
