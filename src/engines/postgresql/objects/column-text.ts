import type { ColumnDefinition, IdentityDefinition } from "../definitions.ts";
import { quoteName } from "../quote.ts";

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

/** A column as CREATE TABLE and ADD COLUMN write it. */
export function columnSql(column: ColumnDefinition): string {
  const parts = [quoteName(column.name), column.type];
  if (column.collation !== null) parts.push(`COLLATE ${column.collation}`);
  if (column.identity !== null) {
    const kind = column.identity.kind === "always" ? "ALWAYS" : "BY DEFAULT";
    parts.push(isPlain(column.identity, column.type) ? `GENERATED ${kind} AS IDENTITY` : identitySql(column.identity));
  }
  if (column.generated !== null) parts.push(`GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.kind.toUpperCase()}`);
  if (column.default !== null) parts.push(`DEFAULT ${column.default}`);
  if (column.notNull) parts.push("NOT NULL");
  return parts.join(" ");
}
