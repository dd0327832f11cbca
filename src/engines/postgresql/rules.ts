import type { Finding } from "../../model/finding.ts";
import type { Script } from "../../model/migration.ts";
import type { Schema } from "../../model/schema.ts";
import type { LintRequest, ParsedStatement } from "../engine.ts";
import { lintScripts } from "../lint.ts";
import type { Rule } from "../rule.ts";
import { restUnknown } from "./lint/known-objects.ts";
import { parsePostgresql } from "./parse.ts";
import { noAddPrimaryKeyScan } from "./rules/no-add-primary-key-scan.ts";
import { noAddRequiredColumnWithoutDefault } from "./rules/no-add-required-column-without-default.ts";
import { noAddSerialColumn } from "./rules/no-add-serial-column.ts";
import { noAddStoredGeneratedColumn } from "./rules/no-add-stored-generated-column.ts";
import { noAttachPartitionScan } from "./rules/no-attach-partition-scan.ts";
import { noCluster } from "./rules/no-cluster.ts";
import { noConcurrentlyInTransaction } from "./rules/no-concurrently-in-transaction.ts";
import { noCreateTableIfNotExists } from "./rules/no-create-table-if-not-exists.ts";
import { noDeleteWithoutWhere } from "./rules/no-delete-without-where.ts";
import { noDisableRowLevelSecurity } from "./rules/no-disable-row-level-security.ts";
import { noDisableTrigger } from "./rules/no-disable-trigger.ts";
import { noDomainConstraintScan } from "./rules/no-domain-constraint-scan.ts";
import { noDropCascade } from "./rules/no-drop-cascade.ts";
import { noDropColumn } from "./rules/no-drop-column.ts";
import { noDropConstraint } from "./rules/no-drop-constraint.ts";
import { noDropNotNull } from "./rules/no-drop-not-null.ts";
import { noDropSchema } from "./rules/no-drop-schema.ts";
import { noDropTable } from "./rules/no-drop-table.ts";
import { noExclusionConstraint } from "./rules/no-exclusion-constraint.ts";
import { noGrantAll } from "./rules/no-grant-all.ts";
import { noGrantToPublic } from "./rules/no-grant-to-public.ts";
import { noLockTable } from "./rules/no-lock-table.ts";
import { noNewEnumValueInTransaction } from "./rules/no-new-enum-value-in-transaction.ts";
import { noPolicyAlwaysTrue } from "./rules/no-policy-always-true.ts";
import { noRenameColumn } from "./rules/no-rename-column.ts";
import { noRenameEnumValue } from "./rules/no-rename-enum-value.ts";
import { noRenameTable } from "./rules/no-rename-table.ts";
import { noRewritingTypeChange } from "./rules/no-rewriting-type-change.ts";
import { noRowsWrittenUnderAccessExclusive } from "./rules/no-rows-written-under-access-exclusive.ts";
import { noSecurityDefinerWithoutSearchPath } from "./rules/no-security-definer-without-search-path.ts";
import { noSetNotNullScan } from "./rules/no-set-not-null-scan.ts";
import { noSetUnlogged } from "./rules/no-set-unlogged.ts";
import { noSuperuserRole } from "./rules/no-superuser-role.ts";
import { noTransactionControl } from "./rules/no-transaction-control.ts";
import { noTruncate } from "./rules/no-truncate.ts";
import { noUniqueConstraintWithoutIndex } from "./rules/no-unique-constraint-without-index.ts";
import { noUpdateWithoutWhere } from "./rules/no-update-without-where.ts";
import { noVacuumFull } from "./rules/no-vacuum-full.ts";
import { noValidateInSameTransaction } from "./rules/no-validate-in-same-transaction.ts";
import { noVolatileDefault } from "./rules/no-volatile-default.ts";
import { preferBigintKey } from "./rules/prefer-bigint-key.ts";
import { preferIdentity } from "./rules/prefer-identity.ts";
import { preferJsonb } from "./rules/prefer-jsonb.ts";
import { preferText } from "./rules/prefer-text.ts";
import { preferTimestamptz } from "./rules/prefer-timestamptz.ts";
import { requireConcurrentDetach } from "./rules/require-concurrent-detach.ts";
import { requireConcurrentIndex } from "./rules/require-concurrent-index.ts";
import { requireConcurrentIndexDrop } from "./rules/require-concurrent-index-drop.ts";
import { requireConcurrentRefresh } from "./rules/require-concurrent-refresh.ts";
import { requireConcurrentReindex } from "./rules/require-concurrent-reindex.ts";
import { requireForeignKeyIndex } from "./rules/require-foreign-key-index.ts";
import { requireLockTimeout } from "./rules/require-lock-timeout.ts";
import { requireNotValidCheck } from "./rules/require-not-valid-check.ts";
import { requireNotValidForeignKey } from "./rules/require-not-valid-foreign-key.ts";
import { requirePolicy } from "./rules/require-policy.ts";
import { requirePrimaryKey } from "./rules/require-primary-key.ts";
import { requireRowLevelSecurityForPolicy } from "./rules/require-row-level-security-for-policy.ts";
import { replayStatement } from "./lint/text-replay.ts";

const rules: readonly Rule[] = [
  noAddPrimaryKeyScan,
  noAddRequiredColumnWithoutDefault,
  noAddSerialColumn,
  noAddStoredGeneratedColumn,
  noAttachPartitionScan,
  noCluster,
  noConcurrentlyInTransaction,
  noCreateTableIfNotExists,
  noDeleteWithoutWhere,
  noDisableRowLevelSecurity,
  noDisableTrigger,
  noDomainConstraintScan,
  noDropCascade,
  noDropColumn,
  noDropConstraint,
  noDropNotNull,
  noDropSchema,
  noDropTable,
  noExclusionConstraint,
  noGrantAll,
  noGrantToPublic,
  noLockTable,
  noNewEnumValueInTransaction,
  noPolicyAlwaysTrue,
  noRenameColumn,
  noRenameEnumValue,
  noRenameTable,
  noRewritingTypeChange,
  noRowsWrittenUnderAccessExclusive,
  noSecurityDefinerWithoutSearchPath,
  noSetNotNullScan,
  noSetUnlogged,
  noSuperuserRole,
  noTransactionControl,
  noTruncate,
  noUniqueConstraintWithoutIndex,
  noUpdateWithoutWhere,
  noVacuumFull,
  noValidateInSameTransaction,
  noVolatileDefault,
  preferBigintKey,
  preferIdentity,
  preferJsonb,
  preferText,
  preferTimestamptz,
  requireConcurrentDetach,
  requireConcurrentIndex,
  requireConcurrentIndexDrop,
  requireConcurrentRefresh,
  requireConcurrentReindex,
  requireForeignKeyIndex,
  requireLockTimeout,
  requireNotValidCheck,
  requireNotValidForeignKey,
  requirePolicy,
  requirePrimaryKey,
  requireRowLevelSecurityForPolicy,
];

/** Rules about what a set of migrations leaves behind: their `before` is the schema that the set ends in. */
const judgedAtTheEnd: ReadonlySet<string> = new Set([
  requireForeignKeyIndex.id,
  requirePolicy.id,
  requirePrimaryKey.id,
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
  for (const script of request.scripts) parsed.set(script, await parsePostgresql(script));
  const befores = new Map<ParsedStatement, Schema>();
  let schema: Schema = request.base ?? { engine: "postgresql", version: request.version, objects: [], unmodelled: [restUnknown] };
  for (const statement of [...parsed.values()].flat()) {
    befores.set(statement, schema);
    schema = replayStatement(schema, statement);
  }
  const informed = rules.map((rule) =>
    inform(rule, (statement) => (judgedAtTheEnd.has(rule.id) ? schema : (befores.get(statement) ?? null))),
  );
  return lintScripts({ parse: async (script) => parsed.get(script) ?? parsePostgresql(script), rules: informed }, request);
}

/** The rule with the schema it is to judge by as its `before`. */
function inform(rule: Rule, before: (statement: ParsedStatement) => Schema | null): Rule {
  const { fix } = rule;
  const check: Rule["check"] = (statement, context) => rule.check(statement, { ...context, before: before(statement) });
  if (fix === undefined) return { ...rule, check };
  return { ...rule, check, fix: (statement, context) => fix(statement, { ...context, before: before(statement) }) };
}
