import { defineRule } from "../../rule.ts";
import { isNew, sameTransaction } from "../lint/context.ts";
import { append } from "../lint/edits.ts";
import { alterationsOf, pick } from "../syntax.ts";

export const requireConcurrentDetach = defineRule({
  id: "require-concurrent-detach",
  level: "warning",
  what: "Detaches a partition without CONCURRENTLY.",
  why: "Reads and writes of the whole partitioned table wait for the ACCESS EXCLUSIVE lock, and queue behind the longest query in flight.",
  instead: "Use DETACH PARTITION … CONCURRENTLY outside a transaction.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION",
  versions: ">=14",
  covers: [
    "squawk:require-concurrent-partition-detach",
    "migrationpilot:MP046",
    "pgfence:detach-partition",
    "pgls:require_concurrent_detach_partition",
  ],
  given:
    "CREATE TABLE events (id bigint) PARTITION BY RANGE (id); CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (0) TO (100);",
  claims: { events: { mode: "ACCESS EXCLUSIVE" }, events_old: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE events DETACH PARTITION events_old"],
    good: ["ALTER TABLE events DETACH PARTITION events_old CONCURRENTLY"],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_DetachPartition")
      .filter(({ table, command }) => pick(command.def, "PartitionCmd")?.concurrent !== true && !isNew(context, table))
      .map(({ table }) => ({ object: table })),
  fix: (statement, context) =>
    sameTransaction(context) === null ? append(statement, "CONCURRENTLY", "Detach the partition CONCURRENTLY.") : null,
});
