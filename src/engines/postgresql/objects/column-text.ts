import type { ColumnDefinition, IdentityDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";

export function identitySql(identity: IdentityDefinition): string {
  const kind = identity.kind === "always" ? "ALWAYS" : "BY DEFAULT";
  return `GENERATED ${kind} AS IDENTITY (${sequenceOptionsSql(identity).join(" ")})`;
}

/** What differs from the server's own choice is all that a reader of the migration needs to see; the rest is told too, to be exact. */
export function sequenceOptionsSql(identity: IdentityDefinition): readonly string[] {
  return [
    `START WITH ${identity.start}`,
    `INCREMENT BY ${identity.increment}`,
    `MINVALUE ${identity.minimum}`,
    `MAXVALUE ${identity.maximum}`,
    `CACHE ${identity.cache}`,
    identity.cycles ? "CYCLE" : "NO CYCLE",
  ];
}

const largest: Readonly<Record<string, string>> = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };
function isPlain(identity: IdentityDefinition, type: string): boolean {
  const { start, increment, minimum, maximum, cache, cycles } = identity;
  return start === "1" && increment === "1" && minimum === "1" && maximum === largest[type] && cache === "1" && !cycles;
}

/** Default and NOT NULL, as a column's definition ends. */
function constraintsOf(column: ColumnDefinition): readonly string[] {
  const parts: string[] = [];
  if (column.default !== null) parts.push(`DEFAULT ${column.default}`);
  if (column.notNull && column.notNullRule?.validated !== false) {
    const rule = column.notNullRule;
    parts.push(
      `${rule === null || rule.name === null ? "" : `CONSTRAINT ${quoteName(rule.name)} `}NOT NULL${rule?.inherits === false ? " NO INHERIT" : ""}`,
    );
  }
  return parts;
}

/** A column as CREATE TABLE and ADD COLUMN write it. */
export function columnSql(column: ColumnDefinition): string {
  const parts = [quoteName(column.name), column.type];
  if (column.collation !== null) parts.push(`COLLATE ${column.collation}`);
  if (column.identity !== null) {
    const kind = column.identity.kind === "always" ? "ALWAYS" : "BY DEFAULT";
    parts.push(isPlain(column.identity, column.type) ? `GENERATED ${kind} AS IDENTITY` : identitySql(column.identity));
  }
  if (column.generated !== null) parts.push(`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.kind.toUpperCase()}`);
  return [...parts, ...constraintsOf(column)].join(" ");
}

/** A column of a table that is made of a type: only what it says beyond the type; null where that is nothing. */
export function typedColumnSql(column: ColumnDefinition): string | null {
  const said = constraintsOf(column);
  return said.length === 0 ? null : `${quoteName(column.name)} WITH OPTIONS ${said.join(" ")}`;
}

/** What stands beside a column's definition and is set after it is there. */
export function columnExtrasSql(column: ColumnDefinition): readonly string[] {
  const table = `ALTER TABLE ${quoteQualified(column.schema, column.table)}`;
  const head = `${table} ALTER COLUMN ${quoteName(column.name)}`;
  const rule = column.notNull && column.notNullRule?.validated === false ? column.notNullRule : null;
  return [
    ...(column.storage === null ? [] : [`${head} SET STORAGE ${column.storage.toUpperCase()}`]),
    ...(column.compression === null ? [] : [`${head} SET COMPRESSION ${column.compression}`]),
    ...(column.statistics === null ? [] : [`${head} SET STATISTICS ${column.statistics}`]),
    ...(column.options.length === 0 ? [] : [`${head} SET (${column.options.join(", ")})`]),
    ...(rule === null ? [] : [notNullRuleSql(column)]),
  ];
}

/** NOT NULL as a constraint (version 18), with all that it says. */
export function notNullRuleSql(column: ColumnDefinition): string {
  const rule = column.notNullRule;
  const name = rule === null || rule.name === null ? "" : `CONSTRAINT ${quoteName(rule.name)} `;
  const marks = `${rule?.inherits === false ? " NO INHERIT" : ""}${rule?.validated === false ? " NOT VALID" : ""}`;
  return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ADD ${name}NOT NULL ${quoteName(column.name)}${marks}`;
}

/** The name that the server gives a NOT NULL by itself: parts are cut, the longer first, to fit 63 bytes (`makeObjectName`). */
export function ownNotNullName(table: string, column: string): string {
  const size = (text: string): number => Buffer.byteLength(text);
  const room = 63 - "__not_null".length;
  let [first, second] = [size(table), size(column)];
  while (first + second > room) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  const cut = (text: string, bytes: number): string => {
    let kept = text;
    while (size(kept) > bytes) kept = Array.from(kept).slice(0, -1).join("");
    return kept;
  };
  return `${cut(table, first)}_${cut(column, second)}_not_null`;
}
