import type { Form } from "../step-draft.ts";
import { addEnumValue } from "./forms/add-enum-value.ts";
import { addRequiredColumn } from "./forms/add-required-column.ts";
import { changeExpressionThroughCompanion } from "./forms/change-expression-through-companion.ts";
import { changeTypeThroughCompanion } from "./forms/change-type-through-companion.ts";
import { attachPartition } from "./forms/attach-partition.ts";
import { constraintNotValid } from "./forms/constraint-not-valid.ts";
import { createIndexConcurrently } from "./forms/create-index-concurrently.ts";
import { detachPartition } from "./forms/detach-partition.ts";
import { dropColumn } from "./forms/drop-column.ts";
import { dropIndexConcurrently } from "./forms/drop-index-concurrently.ts";
import { dropTable } from "./forms/drop-table.ts";
import { fillDirectly } from "./forms/fill-directly.ts";
import { identityToSequence } from "./forms/identity-to-sequence.ts";
import { mergeColumns } from "./forms/merge-columns.ts";
import { moveColumn } from "./forms/move-column.ts";
import { notNullThroughCheck } from "./forms/not-null-through-check.ts";
import { reboundPartition } from "./forms/rebound-partition.ts";
import { referenceAroundKey } from "./forms/reference-around-key.ts";
import { partitionTable } from "./forms/partition-table.ts";
import { partitionTableOnline } from "./forms/partition-table-online.ts";
import { referenceOnParts } from "./forms/reference-on-parts.ts";
import { renameColumn } from "./forms/rename-column.ts";
import { replaceCheck } from "./forms/replace-check.ts";
import { seedRows } from "./forms/seed-rows.ts";
import { splitColumn } from "./forms/split-column.ts";
import { uniqueThroughIndex } from "./forms/unique-through-index.ts";
import type { CompanionForm } from "./plan/form-result.ts";

/** Forms in the order in which they are asked; each change goes to the first that claims it. */
export const onlineForms: readonly Form[] = [
  seedRows,
  partitionTableOnline,
  partitionTable,
  moveColumn,
  identityToSequence,
  addEnumValue,
  addRequiredColumn,
  notNullThroughCheck,
  referenceAroundKey,
  referenceOnParts,
  constraintNotValid,
  replaceCheck,
  attachPartition,
  reboundPartition,
  detachPartition,
  uniqueThroughIndex,
  createIndexConcurrently,
  dropIndexConcurrently,
  dropColumn,
  dropTable,
];
export const onlineCompanions: readonly CompanionForm[] = [
  splitColumn,
  mergeColumns,
  renameColumn,
  changeTypeThroughCompanion,
  changeExpressionThroughCompanion,
];

/** Those who can stop need only what a comparison cannot say: rules for values. */
export const directForms: readonly Form[] = [
  seedRows,
  partitionTable,
  moveColumn,
  identityToSequence,
  addEnumValue,
  reboundPartition,
  referenceAroundKey,
  fillDirectly,
  dropColumn,
  dropTable,
];
