import type { SchemaObject } from "../../../model/schema.ts";
import type { DomainDefinition, EnumDefinition } from "../definitions.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { type CompositeTypeDefinition, createCompositeSql } from "./composite-type-text.ts";
import { define } from "./draft.ts";
import { createRangeSql, type RangeTypeDefinition } from "./range-type-text.ts";

export function createEnumSql({ schema, name, labels }: EnumDefinition): string {
  return `CREATE TYPE ${quoteQualified(schema, name)} AS ENUM (${labels.map(quoteLiteral).join(", ")})`;
}

export function createDomainSql(domain: DomainDefinition): string {
  const parts = [`CREATE DOMAIN ${quoteQualified(domain.schema, domain.name)} AS ${domain.type}`];
  if (domain.collation !== null) parts.push(`COLLATE ${domain.collation}`);
  if (domain.default !== null) parts.push(`DEFAULT ${domain.default}`);
  if (domain.notNull) parts.push("NOT NULL");
  return [...parts, ...domain.checks.map((check) => `CONSTRAINT ${quoteName(check.name)} ${check.text}`)].join(" ");
}

/** Makes a type that can be a member of a family. */
export function createTypeSql(object: SchemaObject): string {
  switch (object.kind) {
    case "enum":
      return createEnumSql(define<EnumDefinition>(object));
    case "domain":
      return createDomainSql(define<DomainDefinition>(object));
    case "range-type":
      return createRangeSql(define<RangeTypeDefinition>(object));
    default:
      return createCompositeSql(define<CompositeTypeDefinition>(object));
  }
}
