import { quoteQualified } from "../quote.ts";

export interface RangeTypeDefinition {
  readonly schema: string;
  readonly name: string;
  readonly subtype: string;
  /** Qualified, as SQL; null: the subtype's own. */
  readonly operatorClass: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly difference: string | null;
  readonly multirange: string;
}

export function createRangeSql(type: RangeTypeDefinition): string {
  const options = [
    `SUBTYPE = ${type.subtype}`,
    ...(type.operatorClass === null ? [] : [`SUBTYPE_OPCLASS = ${type.operatorClass}`]),
    ...(type.collation === null ? [] : [`COLLATION = ${type.collation}`]),
    ...(type.canonical === null ? [] : [`CANONICAL = ${type.canonical}`]),
    ...(type.difference === null ? [] : [`SUBTYPE_DIFF = ${type.difference}`]),
    `MULTIRANGE_TYPE_NAME = ${quoteQualified(type.schema, type.multirange)}`,
  ];
  return `CREATE TYPE ${quoteQualified(type.schema, type.name)} AS RANGE (${options.join(", ")})`;
}
