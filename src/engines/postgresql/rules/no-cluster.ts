import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noCluster = defineRule({
  id: "no-cluster",
  level: "warning",
  what: "Writes a whole table anew in the order of an index.",
  why: "Reads and writes wait for the ACCESS EXCLUSIVE lock until it is done, and later writes undo the order.",
  instead: "Use an online tool such as pg_repack, or a covering index.",
  source: "https://www.postgresql.org/docs/18/sql-cluster.html",
  versions: ">=14",
  covers: ["squawk:prefer-repack", "migrationpilot:MP032"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: true } },
  work: "rewrite",
  examples: { bad: ["CLUSTER users USING users_pkey"], good: ["ALTER TABLE users CLUSTER ON users_pkey"] },
  check: (statement, context) => {
    const cluster = statementOf(statement, "ClusterStmt");
    if (cluster === null) return [];
    if (cluster.relation === undefined) return [{ object: null }];
    const table = relationName(cluster.relation);
    return isEmpty(context, table) ? [] : [{ object: table }];
  },
});
