import type { ColumnDef, Node } from "libpg-query";
import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { findColumn } from "../lint/known-objects.ts";
import { isEmpty } from "../lint/context.ts";
import { alterationsOf, pick, textsOf } from "../syntax.ts";
import { printType } from "../lint/type-text.ts";
import { keepsStorage } from "../lint/type-widening.ts";

export const noRewritingTypeChange = defineRule({
  id: "no-rewriting-type-change",
  level: "warning",
  what: "Changes a column's type in a way that may rewrite the table.",
  why: "All rows and indexes are written anew while reads and writes wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add a companion column of the new type kept equal by triggers, fill it in batches, move readers over, then drop the old one.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-NOTES",
  versions: ">=14",
  covers: [
    "strong_migrations:change_column_constraint",
    "prisma:unexec:MadeScalarFieldIntoArrayField",
    "squawk:changing-column-type",
    "migrationpilot:MP007",
    "migrationpilot:MP044",
    "migrationpilot:MP089",
    "pgfence:alter-column-type",
    "pgls:changing_column_type",
    "diesel-guard:AlterColumnTypeCheck",
    "strong_migrations:change_column",
    "online_migrations:change_column",
    "eugene:E5",
    "eugene:E10",
    "atlas:PG301",
    "bytebase:COLUMN_DISALLOW_CHANGE_TYPE",
    "django-migration-linter:ALTER_COLUMN",
    "prisma:RiskyCast",
    "prisma:NotCastable",
  ],
  given: [
    "CREATE TABLE users (id integer PRIMARY KEY, email varchar(100), balance numeric(10,2), code text, seen_at timestamp(3), tags varchar(10)[]);",
    "INSERT INTO users VALUES (1, 'a', 1.5, 'x', now(), '{a}');",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  disprovedBy: "no-rewrite",
  examples: {
    bad: [
      "ALTER TABLE users ALTER COLUMN id TYPE bigint",
      "ALTER TABLE users ALTER COLUMN email TYPE varchar(50)",
      "ALTER TABLE users ALTER COLUMN balance TYPE numeric(12,4)",
      "ALTER TABLE users ALTER COLUMN code TYPE text USING upper(code)",
      "ALTER TABLE users ALTER COLUMN code TYPE varchar(100)",
      "ALTER TABLE users ALTER COLUMN seen_at TYPE timestamp(0)",
      "ALTER TABLE users ALTER COLUMN tags TYPE text[]",
    ],
    good: [
      "ALTER TABLE users ALTER COLUMN email TYPE varchar(200)",
      "ALTER TABLE users ALTER COLUMN email TYPE text",
      "ALTER TABLE users ALTER COLUMN email SET DATA TYPE text USING email::text",
      "ALTER TABLE users ALTER COLUMN balance TYPE numeric(14,2)",
      "ALTER TABLE users ALTER COLUMN balance TYPE numeric",
      "ALTER TABLE users ALTER COLUMN code TYPE varchar",
      "ALTER TABLE users ALTER COLUMN seen_at TYPE timestamp",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_AlterColumnType").flatMap(({ table, command }) => {
      const column = command.name ?? "";
      const change = pick(command.def, "ColumnDef");
      if (change === null || isEmpty(context, table)) return [];
      const object = `${table}.${printName([column])}`;
      const from = findColumn(context.before, table, column)?.type ?? null;
      const to = printType(change.typeName);
      if (from === null) return [{ object }];
      if (!isOwnExpression(change, column)) return [{ object, what: `Computes ${column} anew with USING, which rewrites the table.` }];
      return keepsStorage(from, to) ? [] : [{ object, what: `Changes ${column} from ${from} to ${to}, which rewrites the table.` }];
    }),
});

/** No USING, or one that says no more than the change itself (`column::type`). */
function isOwnExpression(change: ColumnDef, column: string): boolean {
  if (change.raw_default === undefined) return true;
  const cast = pick(change.raw_default, "TypeCast");
  if (cast === null) return isColumn(change.raw_default, column);
  return printType(cast.typeName) === printType(change.typeName) && isColumn(cast.arg, column);
}
function isColumn(node: Node | undefined, column: string): boolean {
  return textsOf(pick(node, "ColumnRef")?.fields).at(-1) === column;
}
