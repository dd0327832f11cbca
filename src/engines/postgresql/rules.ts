import type { Finding } from "../../model/finding.ts";
import type { Script } from "../../model/migration.ts";
import type { Schema } from "../../model/schema.ts";
import type { LintRequest, ParsedStatement } from "../engine.ts";
import { lintScripts } from "../lint.ts";
import type { Rule, RuleContext, RuleHit } from "../rule.ts";
import { inPublic } from "./lint/context.ts";
import { openDoBlock } from "./lint/do-block.ts";
import { restUnknown } from "./lint/known-objects.ts";
import { ObjectHistory } from "./lint/object-history.ts";
import { parsePostgresql } from "./parse.ts";
import { loadBodyParser } from "./parse/plpgsql.ts";
import { replayStatement } from "./lint/text-replay.ts";
import { noAddPrimaryKeyScan } from "./rules/no-add-primary-key-scan.ts";
import { noAddRequiredColumnWithoutDefault } from "./rules/no-add-required-column-without-default.ts";
import { noAddSerialColumn } from "./rules/no-add-serial-column.ts";
import { noAddStoredGeneratedColumn } from "./rules/no-add-stored-generated-column.ts";
import { noAttachPartitionScan } from "./rules/no-attach-partition-scan.ts";
import { noCascadingDelete } from "./rules/no-cascading-delete.ts";
import { noCatalogWrite } from "./rules/no-catalog-write.ts";
import { noCluster } from "./rules/no-cluster.ts";
import { noConcatenatedSql } from "./rules/no-concatenated-sql.ts";
import { noConcurrentIndexOnPartitionedTable } from "./rules/no-concurrent-index-on-partitioned-table.ts";
import { noConcurrentlyInTransaction } from "./rules/no-concurrently-in-transaction.ts";
import { noCreateDomainWithConstraint } from "./rules/no-create-domain-with-constraint.ts";
import { noCreateTableIfNotExists } from "./rules/no-create-table-if-not-exists.ts";
import { noDefaultChange } from "./rules/no-default-change.ts";
import { noDefaultPartitionScan } from "./rules/no-default-partition-scan.ts";
import { noDeleteWithoutWhere } from "./rules/no-delete-without-where.ts";
import { noDisableAutovacuum } from "./rules/no-disable-autovacuum.ts";
import { noDisableRowLevelSecurity } from "./rules/no-disable-row-level-security.ts";
import { noDisableTrigger } from "./rules/no-disable-trigger.ts";
import { noDomainConstraintScan } from "./rules/no-domain-constraint-scan.ts";
import { noDropCascade } from "./rules/no-drop-cascade.ts";
import { noDropColumn } from "./rules/no-drop-column.ts";
import { noDropConstraint } from "./rules/no-drop-constraint.ts";
import { noDropDatabase } from "./rules/no-drop-database.ts";
import { noDropDomainConstraint } from "./rules/no-drop-domain-constraint.ts";
import { noDropDefault } from "./rules/no-drop-default.ts";
import { noDropExtension } from "./rules/no-drop-extension.ts";
import { noDropFunction } from "./rules/no-drop-function.ts";
import { noDropIndex } from "./rules/no-drop-index.ts";
import { noDropNotNull } from "./rules/no-drop-not-null.ts";
import { noDropOfReferencingTable } from "./rules/no-drop-of-referencing-table.ts";
import { noDropPolicy } from "./rules/no-drop-policy.ts";
import { noDropSchema } from "./rules/no-drop-schema.ts";
import { noDropSequence } from "./rules/no-drop-sequence.ts";
import { noDropTable } from "./rules/no-drop-table.ts";
import { noDropTrigger } from "./rules/no-drop-trigger.ts";
import { noDropType } from "./rules/no-drop-type.ts";
import { noDropView } from "./rules/no-drop-view.ts";
import { noExclusionConstraint } from "./rules/no-exclusion-constraint.ts";
import { noExtensionUpgrade } from "./rules/no-extension-upgrade.ts";
import { noForeignKeyTypeMismatch } from "./rules/no-foreign-key-type-mismatch.ts";
import { noGeneratedExpressionChange } from "./rules/no-generated-expression-change.ts";
import { noGrantAll } from "./rules/no-grant-all.ts";
import { noGrantOption } from "./rules/no-grant-option.ts";
import { noGrantToPublic } from "./rules/no-grant-to-public.ts";
import { noIdentityChange } from "./rules/no-identity-change.ts";
import { noIfNotExistsOnConcurrentIndex } from "./rules/no-if-not-exists-on-concurrent-index.ts";
import { noKeyNearExhaustion } from "./rules/no-key-near-exhaustion.ts";
import { noKeylessPublishedTable } from "./rules/no-keyless-published-table.ts";
import { noLeakedSessionSetting } from "./rules/no-leaked-session-setting.ts";
import { noLockTable } from "./rules/no-lock-table.ts";
import { noLongLockTimeout } from "./rules/no-long-lock-timeout.ts";
import { noLongName } from "./rules/no-long-name.ts";
import { noMaterializedViewWithData } from "./rules/no-materialized-view-with-data.ts";
import { noMoney } from "./rules/no-money.ts";
import { noNewEnumValueInTransaction } from "./rules/no-new-enum-value-in-transaction.ts";
import { noPlaintextSecret } from "./rules/no-plaintext-secret.ts";
import { noPolicyAlwaysTrue } from "./rules/no-policy-always-true.ts";
import { noPolicyOnUserMetadata } from "./rules/no-policy-on-user-metadata.ts";
import { noPublicationChange } from "./rules/no-publication-change.ts";
import { noQuotedName } from "./rules/no-quoted-name.ts";
import { noRedundantIndex } from "./rules/no-redundant-index.ts";
import { noRegTypeColumn } from "./rules/no-reg-type-column.ts";
import { noRenameColumn } from "./rules/no-rename-column.ts";
import { noRenameEnumValue } from "./rules/no-rename-enum-value.ts";
import { noRenameObject } from "./rules/no-rename-object.ts";
import { noRenameSchema } from "./rules/no-rename-schema.ts";
import { noRenameTable } from "./rules/no-rename-table.ts";
import { noRepeatedAssignment } from "./rules/no-repeated-assignment.ts";
import { noRepeatedIndexColumn } from "./rules/no-repeated-index-column.ts";
import { noReplacedCode } from "./rules/no-replaced-code.ts";
import { noReplicaIdentityFull } from "./rules/no-replica-identity-full.ts";
import { noReplicaIdentityNothing } from "./rules/no-replica-identity-nothing.ts";
import { noReplicaRole } from "./rules/no-replica-role.ts";
import { noRevoke } from "./rules/no-revoke.ts";
import { noRewriteRule } from "./rules/no-rewrite-rule.ts";
import { noRewritingTypeChange } from "./rules/no-rewriting-type-change.ts";
import { noRoleOptionChange } from "./rules/no-role-option-change.ts";
import { noRoutineOptionChange } from "./rules/no-routine-option-change.ts";
import { noRowsWrittenUnderAccessExclusive } from "./rules/no-rows-written-under-access-exclusive.ts";
import { noSecurityDefinerWithoutSearchPath } from "./rules/no-security-definer-without-search-path.ts";
import { noSelectStarInView } from "./rules/no-select-star-in-view.ts";
import { noSequenceLeftBehind } from "./rules/no-sequence-left-behind.ts";
import { noSerialTypeChange } from "./rules/no-serial-type-change.ts";
import { noServerSetting } from "./rules/no-server-setting.ts";
import { noSetNotNullScan } from "./rules/no-set-not-null-scan.ts";
import { noSetTablespace } from "./rules/no-set-tablespace.ts";
import { noSetUnlogged } from "./rules/no-set-unlogged.ts";
import { noSeveralPermissivePolicies } from "./rules/no-several-permissive-policies.ts";
import { noSeveralTablesLocked } from "./rules/no-several-tables-locked.ts";
import { noSuperuserRole } from "./rules/no-superuser-role.ts";
import { noTransactionControl } from "./rules/no-transaction-control.ts";
import { noTriggerOnExistingTable } from "./rules/no-trigger-on-existing-table.ts";
import { noTruncate } from "./rules/no-truncate.ts";
import { noUnenforcedConstraint } from "./rules/no-unenforced-constraint.ts";
import { noUniqueConstraintWithoutIndex } from "./rules/no-unique-constraint-without-index.ts";
import { noUntrustedLanguage } from "./rules/no-untrusted-language.ts";
import { noUpdateWithoutWhere } from "./rules/no-update-without-where.ts";
import { noVacuumFull } from "./rules/no-vacuum-full.ts";
import { noValidateInSameTransaction } from "./rules/no-validate-in-same-transaction.ts";
import { noVolatileCheck } from "./rules/no-volatile-check.ts";
import { noVolatileDefault } from "./rules/no-volatile-default.ts";
import { noWideIndex } from "./rules/no-wide-index.ts";
import { preferBigintKey } from "./rules/prefer-bigint-key.ts";
import { preferExtensionSchema } from "./rules/prefer-extension-schema.ts";
import { preferIdentity } from "./rules/prefer-identity.ts";
import { preferJsonb } from "./rules/prefer-jsonb.ts";
import { preferLookupTable } from "./rules/prefer-lookup-table.ts";
import { preferOneAlterTable } from "./rules/prefer-one-alter-table.ts";
import { preferPolicySubselect } from "./rules/prefer-policy-subselect.ts";
import { preferRevokeOnDefiner } from "./rules/prefer-revoke-on-definer.ts";
import { preferText } from "./rules/prefer-text.ts";
import { preferTimestamptz } from "./rules/prefer-timestamptz.ts";
import { requireAnalyzeAfterRewrite } from "./rules/require-analyze-after-rewrite.ts";
import { requireConcurrentDetach } from "./rules/require-concurrent-detach.ts";
import { requireConcurrentIndex } from "./rules/require-concurrent-index.ts";
import { requireConcurrentIndexDrop } from "./rules/require-concurrent-index-drop.ts";
import { requireConcurrentRefresh } from "./rules/require-concurrent-refresh.ts";
import { requireConcurrentReindex } from "./rules/require-concurrent-reindex.ts";
import { requireConstraintName } from "./rules/require-constraint-name.ts";
import { requireEnumValuePlace } from "./rules/require-enum-value-place.ts";
import { requireForeignKeyIndex } from "./rules/require-foreign-key-index.ts";
import { requireInsertColumns } from "./rules/require-insert-columns.ts";
import { requireLockTimeout } from "./rules/require-lock-timeout.ts";
import { requireNotValidCheck } from "./rules/require-not-valid-check.ts";
import { requireNotValidForeignKey } from "./rules/require-not-valid-foreign-key.ts";
import { requireOwnedSequence } from "./rules/require-owned-sequence.ts";
import { requirePartitionKeyInKey } from "./rules/require-partition-key-in-key.ts";
import { requirePolicy } from "./rules/require-policy.ts";
import { requirePrimaryKey } from "./rules/require-primary-key.ts";
import { requireRepeatableStatements } from "./rules/require-repeatable-statements.ts";
import { requireRowLevelSecurity } from "./rules/require-row-level-security.ts";
import { requireRowLevelSecurityForPolicy } from "./rules/require-row-level-security-for-policy.ts";
import { requireSchemaName } from "./rules/require-schema-name.ts";
import { requireSecurityInvoker } from "./rules/require-security-invoker.ts";
import { requireStatementTimeout } from "./rules/require-statement-timeout.ts";

const rules: readonly Rule[] = [
  noAddPrimaryKeyScan,
  noAddRequiredColumnWithoutDefault,
  noAddSerialColumn,
  noAddStoredGeneratedColumn,
  noAttachPartitionScan,
  noCascadingDelete,
  noCatalogWrite,
  noCluster,
  noConcatenatedSql,
  noConcurrentIndexOnPartitionedTable,
  noConcurrentlyInTransaction,
  noCreateDomainWithConstraint,
  noCreateTableIfNotExists,
  noDefaultChange,
  noDefaultPartitionScan,
  noDeleteWithoutWhere,
  noDisableAutovacuum,
  noDisableRowLevelSecurity,
  noDisableTrigger,
  noDomainConstraintScan,
  noDropCascade,
  noDropColumn,
  noDropConstraint,
  noDropDatabase,
  noDropDefault,
  noDropDomainConstraint,
  noDropExtension,
  noDropFunction,
  noDropIndex,
  noDropNotNull,
  noDropOfReferencingTable,
  noDropPolicy,
  noDropSchema,
  noDropSequence,
  noDropTable,
  noDropTrigger,
  noDropType,
  noDropView,
  noExclusionConstraint,
  noExtensionUpgrade,
  noForeignKeyTypeMismatch,
  noGeneratedExpressionChange,
  noGrantAll,
  noGrantOption,
  noGrantToPublic,
  noIdentityChange,
  noIfNotExistsOnConcurrentIndex,
  noKeyNearExhaustion,
  noKeylessPublishedTable,
  noLeakedSessionSetting,
  noLockTable,
  noLongLockTimeout,
  noLongName,
  noMaterializedViewWithData,
  noMoney,
  noNewEnumValueInTransaction,
  noPlaintextSecret,
  noPolicyAlwaysTrue,
  noPolicyOnUserMetadata,
  noPublicationChange,
  noQuotedName,
  noRedundantIndex,
  noRegTypeColumn,
  noRenameColumn,
  noRenameEnumValue,
  noRenameObject,
  noRenameSchema,
  noRenameTable,
  noRepeatedAssignment,
  noRepeatedIndexColumn,
  noReplacedCode,
  noReplicaIdentityFull,
  noReplicaIdentityNothing,
  noReplicaRole,
  noRevoke,
  noRewriteRule,
  noRewritingTypeChange,
  noRoleOptionChange,
  noRoutineOptionChange,
  noRowsWrittenUnderAccessExclusive,
  noSecurityDefinerWithoutSearchPath,
  noSelectStarInView,
  noSequenceLeftBehind,
  noSerialTypeChange,
  noServerSetting,
  noSetNotNullScan,
  noSetTablespace,
  noSetUnlogged,
  noSeveralPermissivePolicies,
  noSeveralTablesLocked,
  noSuperuserRole,
  noTransactionControl,
  noTriggerOnExistingTable,
  noTruncate,
  noUnenforcedConstraint,
  noUniqueConstraintWithoutIndex,
  noUntrustedLanguage,
  noUpdateWithoutWhere,
  noVacuumFull,
  noValidateInSameTransaction,
  noVolatileCheck,
  noVolatileDefault,
  noWideIndex,
  preferBigintKey,
  preferExtensionSchema,
  preferIdentity,
  preferJsonb,
  preferLookupTable,
  preferOneAlterTable,
  preferPolicySubselect,
  preferRevokeOnDefiner,
  preferText,
  preferTimestamptz,
  requireAnalyzeAfterRewrite,
  requireConcurrentDetach,
  requireConcurrentIndex,
  requireConcurrentIndexDrop,
  requireConcurrentRefresh,
  requireConcurrentReindex,
  requireConstraintName,
  requireEnumValuePlace,
  requireForeignKeyIndex,
  requireInsertColumns,
  requireLockTimeout,
  requireNotValidCheck,
  requireNotValidForeignKey,
  requireOwnedSequence,
  requirePartitionKeyInKey,
  requirePolicy,
  requirePrimaryKey,
  requireRepeatableStatements,
  requireRowLevelSecurity,
  requireRowLevelSecurityForPolicy,
  requireSchemaName,
  requireSecurityInvoker,
  requireStatementTimeout,
];

/** Rules about what a set of migrations leaves behind: their `before` is the schema that the set ends in. */
const judgedAtTheEnd: ReadonlySet<string> = new Set([
  requireForeignKeyIndex.id,
  requirePolicy.id,
  requirePrimaryKey.id,
  requireRowLevelSecurity.id,
  requireRowLevelSecurityForPolicy.id,
]);

export async function postgresqlRules(): Promise<readonly Rule[]> {
  return rules;
}

/**
 * Reviews scripts by their text. Each rule sees the base with what earlier statements of the set made of it; where the base is unknown, what the set made itself.
 * Rejects with `schema-unreadable` when a script does not parse. Cost: a replay of the set, some milliseconds for a hundred statements.
 */
export async function lintPostgresql(request: LintRequest): Promise<readonly Finding[]> {
  const parsed = new Map<Script, readonly ParsedStatement[]>();
  for (const script of request.scripts) parsed.set(script, await readScript(script));
  const befores = new Map<ParsedStatement, Schema>();
  const history = new ObjectHistory(
    request.base ?? { engine: "postgresql", version: request.version, objects: [], unmodelled: [restUnknown] },
  );
  for (const statement of [...parsed.values()].flat()) {
    befores.set(statement, history.freeze());
    replayStatement(history, statement);
  }
  const schema = history.freeze();
  // What the set made and dropped again leaves nothing behind.
  const isGone = (name: string | null): boolean =>
    name !== null && history.hasKnown(`table:${inPublic(name)}`) && history.get(`table:${inPublic(name)}`) === undefined;
  const atTheEnd = withBefore(() => schema);
  const before = withBefore((statement) => befores.get(statement) ?? null);
  const informed = rules.map((rule) =>
    judgedAtTheEnd.has(rule.id) ? inform(rule, atTheEnd, (hit) => !isGone(hit.object)) : inform(rule, before, () => true),
  );
  return lintScripts({ parse: async (script) => parsed.get(script) ?? readScript(script), rules: informed }, request);
}

/** Statements of a script, those inside DO blocks among them. */
async function readScript(script: Script): Promise<readonly ParsedStatement[]> {
  const statements = await parsePostgresql(script);
  const opened = await Promise.all(statements.map((statement) => openDoBlock(statement, script)));
  // What bodies build is judged by the words of the body.
  if (statements.some(({ text }) => /\bplpgsql\b/i.test(text))) await loadBodyParser();
  return opened.flat();
}

/** The rule with the schema it is to judge by as its `before`. */
function inform(
  rule: Rule,
  context: (context: RuleContext, statement: ParsedStatement) => RuleContext,
  keeps: (hit: RuleHit) => boolean,
): Rule {
  const { fix } = rule;
  const check: Rule["check"] = (statement, known) => {
    const hits = rule.check(statement, context(known, statement));
    return hits.length === 0 ? hits : hits.filter(keeps);
  };
  if (fix === undefined) return { ...rule, check };
  return { ...rule, check, fix: (statement, known) => fix(statement, context(known, statement)) };
}

/** One context for all rules that look at one statement. */
function withBefore(
  before: (statement: ParsedStatement) => Schema | null,
): (context: RuleContext, statement: ParsedStatement) => RuleContext {
  const made = new WeakMap<RuleContext, RuleContext>();
  return (context, statement) => {
    const known = made.get(context) ?? { ...context, before: before(statement) };
    made.set(context, known);
    return known;
  };
}
