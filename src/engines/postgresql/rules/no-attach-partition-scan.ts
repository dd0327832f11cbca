import { defineRule } from "../../rule.ts";
import { constraintsOf } from "../lint/known-objects.ts";
import { hasNoRows } from "../lint/context.ts";
import { alterationsOf, pick, relationName } from "../syntax.ts";

export const noAttachPartitionScan = defineRule({
  id: "no-attach-partition-scan",
  level: "warning",
  what: "Attaches a table as a partition without a validated check that proves its bounds.",
  why: "All of its rows are scanned while reads and writes of it wait for the ACCESS EXCLUSIVE lock.",
  instead: "Add a CHECK of the bounds NOT VALID, validate it in a later transaction, attach, then drop the check.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION",
  versions: ">=14",
  covers: ["migrationpilot:MP094", "pgfence:attach-partition", "pgls:avoid_attaching_partition"],
  given: [
    "CREATE TABLE events (id bigint NOT NULL) PARTITION BY RANGE (id); CREATE TABLE events_old (id bigint NOT NULL);",
    "CREATE TABLE events_new (id bigint NOT NULL, CONSTRAINT bounds CHECK (id >= 100 AND id < 200));",
    "INSERT INTO events_old VALUES (1); INSERT INTO events_new VALUES (100);",
  ].join("\n"),
  claims: { events: { mode: "SHARE UPDATE EXCLUSIVE" }, events_old: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["ALTER TABLE events ATTACH PARTITION events_old FOR VALUES FROM (0) TO (100)"],
    good: [
      "ALTER TABLE events ATTACH PARTITION events_new FOR VALUES FROM (100) TO (200)",
      "CREATE TABLE events_next (id bigint NOT NULL); ALTER TABLE events ATTACH PARTITION events_next FOR VALUES FROM (200) TO (300)",
    ],
  },
  check: (statement, context) =>
    alterationsOf(statement, "AT_AttachPartition").flatMap(({ command }) => {
      const partition = relationName(pick(command.def, "PartitionCmd")?.name);
      const isProven = constraintsOf(context.before, partition).some(({ type, isValidated }) => type === "check" && isValidated);
      return isProven || hasNoRows(context, partition) ? [] : [{ object: partition }];
    }),
});
