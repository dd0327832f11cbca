import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { alterationsOf, newColumnsOf, newConstraintsOf, textsOf } from "../syntax.ts";
import { printType, serialBase } from "../lint/type-text.ts";

export const preferBigintKey = defineRule({
  id: "prefer-bigint-key",
  level: "note",
  what: "Numbers rows with a key of 32 bits or fewer.",
  why: "At 2,147,483,647 integer ends: inserts fail, and the change to bigint rewrites the table and all that refer to it.",
  instead: "Use bigint (or uuid) for primary keys from the start.",
  source: "https://www.postgresql.org/docs/18/datatype-numeric.html#DATATYPE-INT",
  versions: ">=14",
  covers: [
    "squawk:prefer-bigint-over-int",
    "squawk:prefer-bigint-over-smallint",
    "migrationpilot:MP038",
    "migrationpilot:MP068",
    "pgfence:prefer-bigint-over-int",
    "pgls:prefer_big_int",
    "pgls:prefer_bigint_over_int",
    "pgls:prefer_bigint_over_smallint",
    "diesel-guard:ShortIntegerPrimaryKeyCheck",
    "online_migrations:short_primary_key_type",
    "bytebase:INDEX_PRIMARY_KEY_TYPE_ALLOWLIST",
  ],
  given: "",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
      "CREATE TABLE orders (id serial, PRIMARY KEY (id))",
      "CREATE TABLE orders (id smallint PRIMARY KEY)",
      "CREATE TABLE orders (id serial)",
    ],
    good: [
      "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
      "CREATE TABLE order_lines (order_id bigint, line integer, PRIMARY KEY (order_id, line))",
      "CREATE TABLE countries (code text PRIMARY KEY, population integer)",
    ],
  },
  check: (statement) => {
    // A key of several columns is numbered within its parent.
    const keys = newConstraintsOf(statement).filter(({ constraint }) => constraint.contype === "CONSTR_PRIMARY");
    const names = keys.flatMap(({ constraint, column }) => {
      const columns = column === null ? textsOf(constraint.keys) : [column.name];
      return columns.length === 1 ? columns : [];
    });
    if (alterationsOf(statement).length > 0 && names.length === 0) return [];
    return (
      newColumnsOf(statement)
        // What numbers rows is their key, said or not.
        .filter(
          ({ column, name }) =>
            (names.includes(name) || (names.length === 0 && serialBase(column.typeName) !== null)) &&
            /^(?:integer|smallint)$/.test(printType(column.typeName)),
        )
        .map(({ table, name }) => ({ object: `${table}.${printName([name])}` }))
    );
  },
});
