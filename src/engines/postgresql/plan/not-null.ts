import type { ColumnDefinition } from "../definitions.ts";
import { columnExtrasSql, notNullRuleSql, ownNotNullName } from "../objects/column-text.ts";
import { quoteName, quoteQualified } from "../quote.ts";

/** From version 18 on NOT NULL is a constraint with a name. */
export function hasNamedNotNull(version: string): boolean {
  return Number.parseInt(version, 10) >= 18;
}

/** Makes the column required, with all that its NOT NULL says; `name`: the column stands under another name for now. */
export function requireSql(column: ColumnDefinition, version: string): string {
  return column.notNullRule === null || !hasNamedNotNull(version)
    ? `ALTER TABLE ${quoteQualified(column.schema, column.table)} ALTER COLUMN ${quoteName(column.name)} SET NOT NULL`
    : notNullRuleSql(column);
}

/** The name of a column's NOT NULL. */
export function notNullName(column: ColumnDefinition): string {
  return column.notNullRule?.name ?? ownNotNullName(column.table, column.name);
}

/** As the column stands under its working name: required under the server's own name, the rest as at the end. */
export function requireWorkingSql(column: ColumnDefinition, working: string, version: string): string {
  const rule = column.notNullRule === null ? null : { ...column.notNullRule, name: null };
  const isPlain = rule === null || (rule.validated && rule.inherits);
  return requireSql(
    { ...column, name: working, notNullRule: isPlain ? null : { ...rule, name: ownNotNullName(column.table, working) } },
    version,
  );
}

/** The NOT NULL of a column that was made under a working name takes its own name, and gives it up again. */
export function renameNotNullSql(
  column: ColumnDefinition,
  working: string,
  version: string,
): { readonly up: readonly string[]; readonly down: readonly string[] } {
  const [before, after] = [ownNotNullName(column.table, working), notNullName(column)];
  if (!column.notNull || !hasNamedNotNull(version) || before === after) return { up: [], down: [] };
  const rename = (from: string, to: string): string =>
    `ALTER TABLE ${quoteQualified(column.schema, column.table)} RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`;
  return { up: [rename(before, after)], down: [rename(after, before)] };
}

/** Storage, compression, statistics and options of a column that was added bare. */
export function settingsSql(column: ColumnDefinition): readonly string[] {
  return columnExtrasSql({ ...column, notNull: false });
}
