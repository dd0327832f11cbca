import type { Rule } from "../rule.ts";
import { noAnyActionRole } from "./rules/no-any-action-role.ts";
import { noBackfillInOneCommand } from "./rules/no-backfill-in-one-command.ts";
import { noBackgroundOption } from "./rules/no-background-option.ts";
import { noBatchesBySkip } from "./rules/no-batches-by-skip.ts";
import { noBlockingMaintenance } from "./rules/no-blocking-maintenance.ts";
import { noClosedSchemaWithoutId } from "./rules/no-closed-schema-without-id.ts";
import { noConvertToCapped } from "./rules/no-convert-to-capped.ts";
import { noCursorWithoutTimeout } from "./rules/no-cursor-without-timeout.ts";
import { noDeepNesting } from "./rules/no-deep-nesting.ts";
import { noDeleteWithoutFilter } from "./rules/no-delete-without-filter.ts";
import { noDiskUse } from "./rules/no-disk-use.ts";
import { noDollarOrDottedNames } from "./rules/no-dollar-or-dotted-names.ts";
import { noDropCollection } from "./rules/no-drop-collection.ts";
import { noDropDatabase } from "./rules/no-drop-database.ts";
import { noDropDuplicatesOption } from "./rules/no-drop-duplicates-option.ts";
import { noDropOfAllIndexes } from "./rules/no-drop-of-all-indexes.ts";
import { noEqualIndex } from "./rules/no-equal-index.ts";
import { noHardCodedDatabase } from "./rules/no-hard-coded-database.ts";
import { noIndexCollationMismatch } from "./rules/no-index-collation-mismatch.ts";
import { noIntegerJsonType } from "./rules/no-integer-json-type.ts";
import { noLargeIn } from "./rules/no-large-in.ts";
import { noLookupWithoutIndex } from "./rules/no-lookup-without-index.ts";
import { noMapReduce } from "./rules/no-map-reduce.ts";
import { noMixedTypesInKey } from "./rules/no-mixed-types-in-key.ts";
import { noNegationAlone } from "./rules/no-negation-alone.ts";
import { noOperationOutsideItsSession } from "./rules/no-operation-outside-its-session.ts";
import { noOutOverLiveCollection } from "./rules/no-out-over-live-collection.ts";
import { noParallelArrayIndex } from "./rules/no-parallel-array-index.ts";
import { noPasswordInScript } from "./rules/no-password-in-script.ts";
import { noPositionalUpdateOfFirstMatch } from "./rules/no-positional-update-of-first-match.ts";
import { noQueryInLoop } from "./rules/no-query-in-loop.ts";
import { noRedundantPrefixIndex } from "./rules/no-redundant-prefix-index.ts";
import { noRenameCollection } from "./rules/no-rename-collection.ts";
import { noRenameInUse } from "./rules/no-rename-in-use.ts";
import { noRenameOverTarget } from "./rules/no-rename-over-target.ts";
import { noRootAccount } from "./rules/no-root-account.ts";
import { noSchemaChangeInTransaction } from "./rules/no-schema-change-in-transaction.ts";
import { noSecretInScript } from "./rules/no-secret-in-script.ts";
import { noServerSettings } from "./rules/no-server-settings.ts";
import { noSparseAndPartial } from "./rules/no-sparse-and-partial.ts";
import { noSparseUnique } from "./rules/no-sparse-unique.ts";
import { noStrictValidatorAtOnce } from "./rules/no-strict-validator-at-once.ts";
import { noTextIndex } from "./rules/no-text-index.ts";
import { noTooManyIndexes } from "./rules/no-too-many-indexes.ts";
import { noTtlOnNonDate } from "./rules/no-ttl-on-non-date.ts";
import { noTtlOnOldDocuments } from "./rules/no-ttl-on-old-documents.ts";
import { noUnanchoredRegex } from "./rules/no-unanchored-regex.ts";
import { noUnboundedArray } from "./rules/no-unbounded-array.ts";
import { noUnindexedFilter } from "./rules/no-unindexed-filter.ts";
import { noUniqueHashedIndex } from "./rules/no-unique-hashed-index.ts";
import { noUnreadCommand } from "./rules/no-unread-command.ts";
import { noUnsetInUse } from "./rules/no-unset-in-use.ts";
import { noUpdateThatAddsAgain } from "./rules/no-update-that-adds-again.ts";
import { noUpdateWithoutFilter } from "./rules/no-update-without-filter.ts";
import { noUpsertWithoutUniqueIndex } from "./rules/no-upsert-without-unique-index.ts";
import { noValidationActionWarnLeft } from "./rules/no-validation-action-warn-left.ts";
import { noValidationBypass } from "./rules/no-validation-bypass.ts";
import { noValidationOff } from "./rules/no-validation-off.ts";
import { noValidatorThatDocumentsBreak } from "./rules/no-validator-that-documents-break.ts";
import { noWeakWriteConcern } from "./rules/no-weak-write-concern.ts";
import { noWhere } from "./rules/no-where.ts";
import { noWildcardIndex } from "./rules/no-wildcard-index.ts";
import { preferDateType } from "./rules/prefer-date-type.ts";
import { preferDecimalForMoney } from "./rules/prefer-decimal-for-money.ts";
import { preferMatchFirst } from "./rules/prefer-match-first.ts";
import { preferOneBuildForManyIndexes } from "./rules/prefer-one-build-for-many-indexes.ts";
import { preferUpdatePipeline } from "./rules/prefer-update-pipeline.ts";
import { requireArrayFilter } from "./rules/require-array-filter.ts";
import { requireAwait } from "./rules/require-await.ts";
import { requireCursorRead } from "./rules/require-cursor-read.ts";
import { requireDuplicateCheckBeforeUnique } from "./rules/require-duplicate-check-before-unique.ts";
import { requireHiddenBeforeIndexDrop } from "./rules/require-hidden-before-index-drop.ts";
import { requireTransactionForMoves } from "./rules/require-transaction-for-moves.ts";
import { requireUniqueIndexForMerge } from "./rules/require-unique-index-for-merge.ts";
import { requireValidator } from "./rules/require-validator.ts";
import { requireWriteConcern } from "./rules/require-write-concern.ts";

/** Every rule of MongoDB, a file each. */
export const mongodbRules: readonly Rule[] = [
  noAnyActionRole,
  noBackfillInOneCommand,
  noBackgroundOption,
  noBatchesBySkip,
  noBlockingMaintenance,
  noClosedSchemaWithoutId,
  noConvertToCapped,
  noCursorWithoutTimeout,
  noDeepNesting,
  noDeleteWithoutFilter,
  noDiskUse,
  noDollarOrDottedNames,
  noDropCollection,
  noDropDatabase,
  noDropDuplicatesOption,
  noDropOfAllIndexes,
  noEqualIndex,
  noHardCodedDatabase,
  noIndexCollationMismatch,
  noIntegerJsonType,
  noLargeIn,
  noLookupWithoutIndex,
  noMapReduce,
  noMixedTypesInKey,
  noNegationAlone,
  noOperationOutsideItsSession,
  noOutOverLiveCollection,
  noParallelArrayIndex,
  noPasswordInScript,
  noPositionalUpdateOfFirstMatch,
  noQueryInLoop,
  noRedundantPrefixIndex,
  noRenameCollection,
  noRenameInUse,
  noRenameOverTarget,
  noRootAccount,
  noSchemaChangeInTransaction,
  noSecretInScript,
  noServerSettings,
  noSparseAndPartial,
  noSparseUnique,
  noStrictValidatorAtOnce,
  noTextIndex,
  noTooManyIndexes,
  noTtlOnNonDate,
  noTtlOnOldDocuments,
  noUnanchoredRegex,
  noUnboundedArray,
  noUnindexedFilter,
  noUniqueHashedIndex,
  noUnreadCommand,
  noUnsetInUse,
  noUpdateThatAddsAgain,
  noUpdateWithoutFilter,
  noUpsertWithoutUniqueIndex,
  noValidationActionWarnLeft,
  noValidationBypass,
  noValidationOff,
  noValidatorThatDocumentsBreak,
  noWeakWriteConcern,
  noWhere,
  noWildcardIndex,
  preferDateType,
  preferDecimalForMoney,
  preferMatchFirst,
  preferOneBuildForManyIndexes,
  preferUpdatePipeline,
  requireArrayFilter,
  requireAwait,
  requireCursorRead,
  requireDuplicateCheckBeforeUnique,
  requireHiddenBeforeIndexDrop,
  requireTransactionForMoves,
  requireUniqueIndexForMerge,
  requireValidator,
  requireWriteConcern,
];
