import { defineRule } from "../../rule.ts";
import { newConstraintsOf, pickAll, statementOf, textsOf, relationName } from "../syntax.ts";

export const requirePartitionKeyInKey = defineRule({
  id: "require-partition-key-in-key",
  level: "error",
  what: "Gives a partitioned table a key without the column that it is partitioned by.",
  why: "Uniqueness can be kept inside a partition only, so the server refuses such a key.",
  instead: "Add the partition column to the key.",
  source: "https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS",
  versions: ">=14",
  covers: ["migrationpilot:MP049"],
  given: "",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE events (id bigint PRIMARY KEY, at date) PARTITION BY RANGE (at)",
      "CREATE TABLE events (id bigint, at date, UNIQUE (id)) PARTITION BY RANGE (at)",
    ],
    good: [
      "CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
      "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at)",
    ],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateStmt");
    const columns = pickAll(create?.partspec?.partParams, "PartitionElem").map(({ name }) => name ?? "");
    if (create === null || columns.length === 0) return [];
    const keys = newConstraintsOf(statement).filter(({ constraint }) => /^CONSTR_(?:PRIMARY|UNIQUE)$/.test(constraint.contype ?? ""));
    const isLacking = keys.some(({ constraint, column }) => {
      const own = column === null ? textsOf(constraint.keys) : [column.name];
      return columns.some((name) => !own.includes(name));
    });
    return isLacking ? [{ object: relationName(create.relation) }] : [];
  },
});
