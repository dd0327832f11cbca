import { quoteName, quoteQualified } from "../quote.ts";

export interface PublicationMemberDefinition {
  readonly publication: string;
  readonly schema: string;
  /** Null: every table of the schema. */
  readonly table: string | null;
  /** Sorted; null: all. */
  readonly columns: readonly string[] | null;
  /** Condition on the rows that are published, as the server prints it. */
  readonly filter: string | null;
}

/** Members as CREATE and ALTER PUBLICATION list them; version 14 takes the word TABLE once only. */
export function membersSql(members: readonly PublicationMemberDefinition[]): string {
  const tables = members.flatMap(({ schema, table, columns, filter }) => {
    if (table === null) return [];
    const list = columns === null ? "" : ` (${columns.map(quoteName).join(", ")})`;
    return [`ONLY ${quoteQualified(schema, table)}${list}${filter === null ? "" : ` WHERE (${filter})`}`];
  });
  const schemas = members.filter(({ table }) => table === null).map(({ schema }) => quoteName(schema));
  return [
    ...(tables.length === 0 ? [] : [`TABLE ${tables.join(", ")}`]),
    ...(schemas.length === 0 ? [] : [`TABLES IN SCHEMA ${schemas.join(", ")}`]),
  ].join(", ");
}

/** A member as ALTER PUBLICATION … DROP names it. */
export function memberNameSql(member: PublicationMemberDefinition): string {
  return membersSql([{ ...member, columns: null, filter: null }]);
}
