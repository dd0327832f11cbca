import type { RuleContext } from "../../rule.ts";
import { defineRule } from "../../rule.ts";
import { indexedColumns, isPartial } from "../lint/index-text.ts";
import { constraintsOf, indexesOf, isComplete } from "../lint/known-objects.ts";
import { isNew } from "../lint/context.ts";
import { type NewConstraint, newColumnsOf, newConstraintsOf, textsOf } from "../syntax.ts";

/** Judged by the schema that the whole set ends in. */
export const requireForeignKeyIndex = defineRule({
  id: "require-foreign-key-index",
  level: "warning",
  what: "Adds a foreign key whose columns no index begins with.",
  why: "Each delete or key change in the table referred to scans this whole table, holding its lock meanwhile.",
  instead: "Add an index that begins with the columns of the foreign key.",
  source: "https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  versions: ">=14",
  covers: ["migrationpilot:MP016", "pgfence:fk-missing-index", "eugene:E15", "splinter:0001_unindexed_foreign_keys"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);",
  claims: {},
  examples: {
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))",
      "CREATE TABLE carts (id bigint, user_id bigint REFERENCES users (id), PRIMARY KEY (id, user_id))",
    ],
    good: [
      "CREATE INDEX orders_by_user ON orders (user_id); ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id)); CREATE INDEX carts_by_user ON carts (user_id, id)",
      "CREATE TABLE carts (user_id bigint REFERENCES users (id), line integer, PRIMARY KEY (user_id, line))",
    ],
  },
  check: (statement, context) => {
    const added = newColumnsOf(statement).map(({ name }) => name);
    return newConstraintsOf(statement)
      .filter(({ constraint }) => constraint.contype === "CONSTR_FOREIGN")
      .filter((item) => {
        const columns = columnsOf(item);
        // Of a table that was there before an unknown schema, indexes may exist that nobody told of.
        const isKnown =
          item.by === "create" || isNew(context, item.table) || isComplete(context.before) || columns.every((name) => added.includes(name));
        return isKnown && !isIndexed(context, item.table, columns);
      })
      .map((item) => ({ object: item.table, what: `Adds a foreign key on ${columnsOf(item).join(", ")}, which no index begins with.` }));
  },
});

function columnsOf({ constraint, column }: NewConstraint): readonly string[] {
  return column === null ? textsOf(constraint.fk_attrs) : [column.name];
}

function isIndexed(context: RuleContext, table: string, columns: readonly string[]): boolean {
  const keys = constraintsOf(context.before, table).filter(({ type }) => type === "primary" || type === "unique");
  const indexes = indexesOf(context.before, table).filter(({ text }) => !isPartial(text));
  return [...keys.map((key) => key.columns), ...indexes.map(({ text }) => indexedColumns(text))].some((begin) =>
    columns.every((column) => begin.slice(0, columns.length).includes(column)),
  );
}
