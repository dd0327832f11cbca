import { defineRule } from "../../rule.ts";
import { inPublic } from "../lint/context.ts";
import { constraintsOf, findColumn } from "../lint/known-objects.ts";
import { alterationsOf, pick } from "../syntax.ts";

export const noKeyNearExhaustion = defineRule({
  id: "no-key-near-exhaustion",
  level: "warning",
  what: "Works on a table whose integer key has used most of its numbers.",
  why: "When they are used up every insert fails, and widening the key then rewrites the table while nobody can write.",
  instead: "Widen the key to bigint now, through a companion column, before anything else.",
  source: "https://www.postgresql.org/docs/18/datatype-numeric.html#DATATYPE-INT",
  versions: ">=14",
  covers: ["migrationpilot:MP068"],
  given: "CREATE TABLE clicks (id integer PRIMARY KEY, at date);",
  sizes: { clicks: { rowsEstimated: 1_900_000_000 } },
  claims: {},
  examples: {
    bad: ["ALTER TABLE clicks ADD COLUMN page text"],
    good: ["ALTER TABLE clicks ALTER COLUMN id TYPE bigint", "CREATE TABLE pages (id integer PRIMARY KEY)"],
  },
  check: (statement, context) => {
    const [first] = alterationsOf(statement);
    if (
      first === undefined ||
      alterationsOf(statement, "AT_AlterColumnType").some(({ command }) =>
        /int8|bigint/.test(JSON.stringify(pick(command.def, "ColumnDef")?.typeName)),
      )
    )
      return [];
    const rows = context.sizes[first.table]?.rowsEstimated ?? context.sizes[inPublic(first.table)]?.rowsEstimated ?? 0;
    const key = constraintsOf(context.before, first.table).find(({ type }) => type === "primary")?.columns ?? [];
    const limit = key.length === 1 ? largest[findColumn(context.before, first.table, key[0] ?? "")?.type ?? ""] : undefined;
    if (limit === undefined || rows < limit * nearly) return [];
    return [
      {
        object: first.table,
        what: `The key ${key[0] ?? ""} of ${first.table} has used at least ${Math.floor((rows / limit) * 100)} % of its numbers.`,
      },
    ];
  },
});

const largest: Readonly<Record<string, number>> = { smallint: 32_767, integer: 2_147_483_647 };
const nearly = 0.6;
