import type { AlterTableCmd, AlterTableType } from "libpg-query";
import type { ParsedStatement } from "../../engine.ts";
import { droppedNames } from "./drops.ts";
import { alterationsOf, isOn, pick, pickAll, relationName, statementOf } from "../syntax.ts";

/** Commands of ALTER TABLE that take less than ACCESS EXCLUSIVE: AlterTableGetLockLevel, the same in 14 to 18. */
const weaker: ReadonlySet<AlterTableType> = new Set<AlterTableType>([
  "AT_SetStatistics",
  "AT_SetOptions",
  "AT_ResetOptions",
  "AT_ClusterOn",
  "AT_DropCluster",
  "AT_SetRelOptions",
  "AT_ResetRelOptions",
  "AT_ValidateConstraint",
  "AT_AttachPartition",
  "AT_DetachPartitionFinalize",
  "AT_EnableTrig",
  "AT_EnableAlwaysTrig",
  "AT_EnableReplicaTrig",
  "AT_DisableTrig",
  "AT_EnableTrigAll",
  "AT_DisableTrigAll",
  "AT_EnableTrigUser",
  "AT_DisableTrigUser",
]);
const accessExclusiveMode = 8;

/**
 * Dotted names of tables and materialized views on which a statement takes ACCESS EXCLUSIVE by itself, as far as its text tells (an index's table is not in it).
 * Source: https://www.postgresql.org/docs/18/explicit-locking.html
 */
export function accessExclusiveObjects(statement: ParsedStatement): readonly string[] {
  const altered = alterationsOf(statement).flatMap(({ table, command }) => (isAccessExclusive(command) ? [table] : []));
  return [...new Set([...altered, ...dropped(statement), ...renamed(statement), ...maintained(statement), ...policed(statement)])];
}

function isAccessExclusive({ subtype, def }: AlterTableCmd): boolean {
  if (subtype === undefined || weaker.has(subtype)) return false;
  if (subtype === "AT_AddConstraint") return pick(def, "Constraint")?.contype !== "CONSTR_FOREIGN";
  return subtype !== "AT_DetachPartition" || pick(def, "PartitionCmd")?.concurrent !== true;
}

function dropped(statement: ParsedStatement): readonly string[] {
  return [
    ...droppedNames(statement, "OBJECT_TABLE"),
    ...droppedNames(statement, "OBJECT_MATVIEW"),
    ...[
      ...droppedNames(statement, "OBJECT_TRIGGER"),
      ...droppedNames(statement, "OBJECT_POLICY"),
      ...droppedNames(statement, "OBJECT_RULE"),
    ].map((name) => name.slice(0, name.lastIndexOf("."))),
  ];
}

function renamed(statement: ParsedStatement): readonly string[] {
  const rename = statementOf(statement, "RenameStmt");
  const isTable = rename?.renameType === "OBJECT_TABLE" || rename?.renameType === "OBJECT_TABCONSTRAINT";
  const isColumn = rename?.renameType === "OBJECT_COLUMN" && rename.relationType === "OBJECT_TABLE";
  const moved = statementOf(statement, "AlterObjectSchemaStmt");
  return [
    ...(rename !== null && (isTable || isColumn) ? [relationName(rename.relation)] : []),
    ...(moved?.objectType === "OBJECT_TABLE" ? [relationName(moved.relation)] : []),
  ];
}

function maintained(statement: ParsedStatement): readonly string[] {
  const cluster = statementOf(statement, "ClusterStmt");
  const refresh = statementOf(statement, "RefreshMatViewStmt");
  const lock = statementOf(statement, "LockStmt");
  const vacuum = statementOf(statement, "VacuumStmt");
  const reindex = statementOf(statement, "ReindexStmt");
  const isFull = pickAll(vacuum?.options, "DefElem").some((option) => option.defname === "full");
  return [
    ...pickAll(statementOf(statement, "TruncateStmt")?.relations, "RangeVar").map(relationName),
    ...(cluster?.relation === undefined ? [] : [relationName(cluster.relation)]),
    ...(refresh === null || refresh.concurrent === true ? [] : [relationName(refresh.relation)]),
    ...(lock?.mode === accessExclusiveMode ? pickAll(lock.relations, "RangeVar").map(relationName) : []),
    // The planner locks every index of a table that it plans for, so who reads the table waits too.
    ...(reindex?.relation === undefined || isOn(reindex.params, "concurrently") ? [] : [relationName(reindex.relation)]),
    ...(isFull ? pickAll(vacuum?.rels, "VacuumRelation").map(({ relation }) => relationName(relation)) : []),
  ];
}

function policed(statement: ParsedStatement): readonly string[] {
  const policy = statementOf(statement, "CreatePolicyStmt") ?? statementOf(statement, "AlterPolicyStmt");
  const rule = statementOf(statement, "RuleStmt");
  return [...(policy === null ? [] : [relationName(policy.table)]), ...(rule === null ? [] : [relationName(rule.relation)])];
}
