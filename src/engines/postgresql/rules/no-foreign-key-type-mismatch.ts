import { defineRule } from "../../rule.ts";
import { baseTypeOf, constraintsOf, findColumn } from "../lint/known-objects.ts";
import { printType } from "../lint/type-text.ts";
import { newColumnsOf, newConstraintsOf, relationName, textsOf } from "../syntax.ts";

export const noForeignKeyTypeMismatch = defineRule({
  id: "no-foreign-key-type-mismatch",
  level: "warning",
  what: "Adds a foreign key between columns of different types.",
  why: "Values that one side holds do not fit the other, and joins convert row by row.",
  instead: "Give both columns the same type first.",
  source: "https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-FK",
  versions: ">=14",
  covers: ["online_migrations:mismatched_foreign_key_type"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer, owner_id bigint);",
  claims: {},
  examples: {
    bad: [
      "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id integer REFERENCES users (id))",
    ],
    good: [
      "CREATE DOMAIN user_key AS bigint; CREATE TABLE visits (user_id user_key REFERENCES users)",
      "ALTER TABLE orders ADD CONSTRAINT orders_owner FOREIGN KEY (owner_id) REFERENCES users (id) NOT VALID",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))",
    ],
  },
  check: (statement, context) => {
    const fresh = newColumnsOf(statement);
    return newConstraintsOf(statement)
      .filter(({ constraint }) => constraint.contype === "CONSTR_FOREIGN")
      .flatMap(({ constraint, column, table }) => {
        const own = column === null ? textsOf(constraint.fk_attrs) : [column.name];
        const other = relationName(constraint.pktable);
        const named = textsOf(constraint.pk_attrs);
        const keys =
          named.length > 0 ? named : (constraintsOf(context.before, other).find(({ type }) => type === "primary")?.columns ?? []);
        return own.flatMap((name, index) => {
          const typed = fresh.find((candidate) => candidate.name === name && candidate.table === table);
          const here = typed === undefined ? findColumn(context.before, table, name)?.type : printType(typed.column.typeName);
          const there = findColumn(context.before, other, keys[index] ?? "")?.type;
          const types = [here, there].map((type) => (type === undefined ? null : baseTypeOf(context.before, type)));
          const differs = types.every((type) => type !== null) && new Set(types.map(alike)).size > 1;
          return differs
            ? [{ object: table, what: `Adds a foreign key from ${name}, which is ${here}, to ${other}, where it is ${there}.` }]
            : [];
        });
      });
  },
});

function alike(type: string | null): string | null {
  return type === "character varying" ? "text" : type;
}
