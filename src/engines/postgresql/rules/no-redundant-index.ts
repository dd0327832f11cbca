import { defineRule } from "../../rule.ts";
import { indexedColumns, isPartial } from "../lint/index-text.ts";
import { constraintsOf, indexesOf } from "../lint/known-objects.ts";
import { pickAll, relationName, statementOf } from "../syntax.ts";

export const noRedundantIndex = defineRule({
  id: "no-redundant-index",
  level: "warning",
  what: "Makes an index whose columns another index begins with.",
  why: "Every write keeps both up to date, and the wider one answers all that the narrower one can.",
  instead: "Leave it out, or drop the other one where this one is wanted.",
  source: "https://www.postgresql.org/docs/18/indexes-multicolumn.html",
  versions: ">=14",
  covers: ["migrationpilot:MP100", "splinter:0009_duplicate_index"],
  given: "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at date); CREATE INDEX by_user_at ON orders (user_id, at);",
  claims: {},
  examples: {
    bad: [
      "CREATE INDEX by_user ON orders (user_id)",
      "CREATE INDEX by_user_at_again ON orders (user_id, at)",
      "CREATE INDEX by_id ON orders (id)",
    ],
    good: [
      "CREATE INDEX by_at ON orders (at)",
      "CREATE UNIQUE INDEX one_a_day ON orders (user_id)",
      "CREATE INDEX recent ON orders (user_id) WHERE at > '2025-01-01'",
      "CREATE INDEX by_hash ON orders USING hash (user_id)",
      "CREATE INDEX by_user_down ON orders (user_id DESC)",
    ],
  },
  check: (statement, context) => {
    const index = statementOf(statement, "IndexStmt");
    const items = pickAll(index?.indexParams, "IndexElem");
    const isPlain =
      index !== null && index.unique !== true && index.whereClause === undefined && (index.accessMethod ?? "btree") === "btree";
    if (!isPlain || items.some((item) => item.name === undefined || (item.opclass ?? []).length > 0 || (item.collation ?? []).length > 0))
      return [];
    if (
      items.some(
        ({ ordering, nulls_ordering }) =>
          ordering === "SORTBY_DESC" || (nulls_ordering ?? "SORTBY_NULLS_DEFAULT") !== "SORTBY_NULLS_DEFAULT",
      )
    )
      return [];
    const columns = items.map(({ name }) => name ?? "");
    const table = relationName(index.relation);
    const keys = constraintsOf(context.before, table).filter(({ type }) => type === "primary" || type === "unique");
    const others = indexesOf(context.before, table).filter(
      ({ name, text }) => name !== index.idxname && !isPartial(text) && isOrdinary(text),
    );
    const found = [
      ...keys.map((key) => [key.name, key.columns] as const),
      ...others.map((other) => [other.name, indexedColumns(other.text)] as const),
    ].find(([, begin]) => columns.every((column, place) => begin[place] === column));
    return found === undefined
      ? []
      : [{ object: table, what: `Makes an index on ${columns.join(", ")}, with which ${found[0]} begins already.` }];
  },
});

function isOrdinary(text: string): boolean {
  return !/\bUSING\s+(?!btree)\w+|\bDESC\b|\bNULLS\s+FIRST\b|\b\w+_ops\b|\bCOLLATE\b/i.test(text);
}
