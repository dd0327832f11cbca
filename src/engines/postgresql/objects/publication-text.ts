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

/** A member as CREATE and ALTER PUBLICATION name it. */
export function memberSql({ schema, table, columns, filter }: PublicationMemberDefinition): string {
  if (table === null) return `TABLES IN SCHEMA ${quoteName(schema)}`;
  const list = columns === null ? "" : ` (${columns.map(quoteName).join(", ")})`;
  return `TABLE ONLY ${quoteQualified(schema, table)}${list}${filter === null ? "" : ` WHERE (${filter})`}`;
}

/** A member as ALTER PUBLICATION … DROP names it. */
export function memberNameSql(member: PublicationMemberDefinition): string {
  return memberSql({ ...member, columns: null, filter: null });
}
