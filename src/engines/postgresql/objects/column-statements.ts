import type { ColumnDefinition } from "../definitions.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { identitySql, notNullRuleSql, ownNotNullName, sequenceOptionsSql } from "./column-text.ts";

export interface AlterationSurroundings {
  /** Major version of the server. */
  readonly major: number;
  /** The storage that the new type has by itself, if known (before version 16 there is no word for it). */
  readonly ownStorage?: string;
}

/** Statements that change a column where it stands, all but those that no server knows. */
export function alterColumnSql(from: ColumnDefinition, to: ColumnDefinition, around: AlterationSurroundings): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.table)} ALTER COLUMN ${quoteName(to.name)}`;
  const retyped = from.type !== to.type || from.collation !== to.collation;
  const collation = to.collation === null ? "" : ` COLLATE ${to.collation}`;
  const statements: string[] = [];
  if (from.generated !== null && to.generated === null) statements.push(`${head} DROP EXPRESSION`);
  if (from.identity !== null && to.identity === null) statements.push(`${head} DROP IDENTITY`);
  // A default is not converted with the type: it is taken off and set anew.
  if (from.default !== null && (retyped || to.default === null)) statements.push(`${head} DROP DEFAULT`);
  if (retyped) {
    const conversion = to.generated === null ? ` USING ${quoteName(to.name)}::${to.type}` : "";
    statements.push(`${head} TYPE ${to.type}${collation}${conversion}`);
  }
  if (to.default !== null && (retyped || from.default !== to.default)) statements.push(`${head} SET DEFAULT ${to.default}`);
  if (to.generated !== null && from.generated?.expression !== to.generated.expression) {
    statements.push(`${head} SET EXPRESSION AS (${to.generated.expression})`);
  }
  return [
    ...statements,
    ...notNullChanges(from, to, head, around),
    ...identityChanges(from, to, head),
    ...settingChanges(from, to, head, around),
  ];
}

function notNullChanges(from: ColumnDefinition, to: ColumnDefinition, head: string, { major }: AlterationSurroundings): readonly string[] {
  if (from.notNull && !to.notNull) return [`${head} DROP NOT NULL`];
  if (!from.notNull && to.notNull) return major < 18 || to.notNullRule === null ? [`${head} SET NOT NULL`] : [notNullRuleSql(to)];
  if (!from.notNull || major < 18 || JSON.stringify(from.notNullRule) === JSON.stringify(to.notNullRule)) return [];
  const plain = { name: null, validated: true, inherits: true };
  const [before, after] = [from.notNullRule ?? plain, to.notNullRule ?? plain];
  // Proven once is proven: the way to "not valid" is a new rule.
  if (before.validated && !after.validated) return [`${head} DROP NOT NULL`, notNullRuleSql(to)];
  const [old, name] = [before.name ?? ownNotNullName(from.table, from.name), after.name ?? ownNotNullName(to.table, to.name)];
  const table = `ALTER TABLE ${quoteQualified(to.schema, to.table)}`;
  return [
    ...(old === name ? [] : [`${table} RENAME CONSTRAINT ${quoteName(old)} TO ${quoteName(name)}`]),
    ...(before.validated === after.validated ? [] : [`${table} VALIDATE CONSTRAINT ${quoteName(name)}`]),
    ...(before.inherits === after.inherits ? [] : [`${table} ALTER CONSTRAINT ${quoteName(name)} ${after.inherits ? "" : "NO "}INHERIT`]),
  ];
}

function settingChanges(from: ColumnDefinition, to: ColumnDefinition, head: string, around: AlterationSurroundings): readonly string[] {
  const nameOf = (option: string): string => option.split("=")[0] ?? option;
  const set = to.options.filter((option) => !from.options.includes(option));
  const kept = new Set(to.options.map(nameOf));
  const reset = from.options.map(nameOf).filter((name) => !kept.has(name));
  const storage = to.storage ?? (around.major >= 16 ? "default" : (around.ownStorage ?? "extended"));
  // A new type brings its own storage and compression.
  const retyped = from.type !== to.type;
  return [
    ...((retyped ? null : from.storage) === to.storage ? [] : [`${head} SET STORAGE ${storage.toUpperCase()}`]),
    ...((retyped ? null : from.compression) === to.compression ? [] : [`${head} SET COMPRESSION ${to.compression ?? "default"}`]),
    ...(from.statistics === to.statistics ? [] : [`${head} SET STATISTICS ${to.statistics ?? -1}`]),
    ...(set.length === 0 ? [] : [`${head} SET (${set.join(", ")})`]),
    ...(reset.length === 0 ? [] : [`${head} RESET (${reset.join(", ")})`]),
  ];
}

function identityChanges(from: ColumnDefinition, to: ColumnDefinition, head: string): readonly string[] {
  if (to.identity === null) return [];
  if (from.identity === null) {
    const [table, field] = [quoteQualified(to.schema, to.table), quoteName(to.name)];
    const sequence = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(to.name)})`;
    const next = to.identity.increment.startsWith("-")
      ? `min(${field}) + (${to.identity.increment})`
      : `max(${field}) + ${to.identity.increment}`;
    return [
      `${head} ADD ${identitySql(to.identity)}`,
      // Numbers that rows already have are not given out again.
      `SELECT setval(${sequence}, coalesce(${next}, ${to.identity.start}), false) FROM ${table}`,
    ];
  }
  const before = new Set(sequenceOptionsSql(from.identity));
  const options = sequenceOptionsSql(to.identity).filter((option) => !before.has(option));
  const sets = [
    ...(from.identity.kind === to.identity.kind ? [] : [`SET GENERATED ${to.identity.kind === "always" ? "ALWAYS" : "BY DEFAULT"}`]),
    ...options.map((option) => `SET ${option}`),
  ];
  return sets.length === 0 ? [] : [`${head} ${sets.join(" ")}`];
}
