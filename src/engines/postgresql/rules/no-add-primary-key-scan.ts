import { defineRule } from "../../rule.ts";
import { indexedColumns } from "../lint/index-text.ts";
import { findColumn, indexesOf } from "../lint/known-objects.ts";
import { isEmpty } from "../lint/context.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noAddPrimaryKeyScan = defineRule({
  id: "no-add-primary-key-scan",
  level: "warning",
  what: "Adds a primary key that scans the table and builds its index on the spot.",
  why: "Reads and writes wait for the ACCESS EXCLUSIVE lock until the rows are checked for nulls and the index is built.",
  instead: "Make the columns NOT NULL through a validated check, build a unique index CONCURRENTLY, then ADD PRIMARY KEY USING INDEX.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX",
  versions: ">=14",
  covers: [
    "squawk:adding-serial-primary-key-field",
    "pgfence:add-pk-without-using-index",
    "pgfence:add-pk-using-index",
    "pgls:adding_primary_key_constraint",
    "diesel-guard:AddPrimaryKeyCheck",
    "eugene:W14",
    "atlas:PG104",
    "atlas:PG304",
    "prisma:PrimaryKeyChange",
  ],
  given: [
    "CREATE TABLE users (id bigint NOT NULL, code bigint);",
    "CREATE UNIQUE INDEX users_by_id ON users (id); CREATE UNIQUE INDEX users_by_code ON users (code);",
    "INSERT INTO users VALUES (1, 1), (2, 2);",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["ALTER TABLE users ADD PRIMARY KEY (id)", "ALTER TABLE users ADD CONSTRAINT users_key PRIMARY KEY USING INDEX users_by_code"],
    good: [
      "ALTER TABLE users ADD CONSTRAINT users_key PRIMARY KEY USING INDEX users_by_id",
      "CREATE TABLE drafts (id bigint); ALTER TABLE drafts ADD PRIMARY KEY (id)",
    ],
  },
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint, by, table }) => by === "add" && constraint.contype === "CONSTR_PRIMARY" && !isEmpty(context, table))
      .filter(({ constraint, table }) => {
        if (constraint.indexname === undefined) return true;
        const index = indexesOf(context.before, table).find(({ name }) => name === constraint.indexname);
        return (
          index !== undefined && indexedColumns(index.text).some((column) => findColumn(context.before, table, column)?.notNull === false)
        );
      })
      .map(({ table, constraint }) =>
        constraint.indexname === undefined
          ? { object: table }
          : { object: table, what: "Adds a primary key over a column that may be null, which scans the table for nulls." },
      ),
});
