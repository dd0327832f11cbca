import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { constraintsOf, defaultPartitionOf } from "../lint/known-objects.ts";
import { alterationsOf, pick, relationName, statementOf } from "../syntax.ts";

export const noDefaultPartitionScan = defineRule({
  id: "no-default-partition-scan",
  level: "warning",
  what: "Makes or attaches a partition where a default partition holds the rest.",
  why: "All rows of the default partition are read under an ACCESS EXCLUSIVE lock, to see that none belongs into the new one.",
  instead: "Add a CHECK to the default partition that excludes the new bounds, NOT VALID, validate it, then make the partition.",
  source: "https://www.postgresql.org/docs/18/sql-createtable.html",
  versions: ">=14",
  covers: ["migrationpilot:MP072", "migrationpilot:MP093"],
  given:
    "CREATE TABLE events (id bigint NOT NULL) PARTITION BY RANGE (id); CREATE TABLE events_rest PARTITION OF events DEFAULT; INSERT INTO events VALUES (1); CREATE TABLE logs (id bigint NOT NULL) PARTITION BY RANGE (id);",
  claims: { events_rest: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["CREATE TABLE events_next PARTITION OF events FOR VALUES FROM (100) TO (200)"],
    good: ["CREATE TABLE logs_next PARTITION OF logs FOR VALUES FROM (100) TO (200)", "CREATE TABLE notes (id bigint PRIMARY KEY)"],
  },
  check: (statement, context) => {
    const create = statementOf(statement, "CreateStmt");
    const isDefault = create?.partbound?.is_default === true;
    const parents = [
      ...(create?.partbound === undefined || isDefault ? [] : [relationName(pick(create.inhRelations?.[0], "RangeVar") ?? undefined)]),
      ...alterationsOf(statement, "AT_AttachPartition").map(({ table }) => table),
    ];
    return parents.flatMap((parent) => {
      const rest = defaultPartitionOf(context.before, parent);
      const isProven =
        rest !== null && constraintsOf(context.before, rest).some(({ type, isValidated }) => type === "check" && isValidated);
      return rest === null || isProven || isEmpty(context, rest) ? [] : [{ object: rest }];
    });
  },
});
