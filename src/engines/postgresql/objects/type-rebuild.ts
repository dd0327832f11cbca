import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition, DomainDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { partsOf, sqlNameOf } from "./address.ts";
import type { CompositeTypeDefinition } from "./composite-type-text.ts";
import { addedConstraintSql } from "./constraint-text.ts";
import { define } from "./draft.ts";
import { createTypeSql } from "./type-text.ts";
import type { TypedColumn } from "./type-users.ts";

/** A type that is made anew, and what is made of it. */
export interface TypeRebuild {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  /** Types made of it, what others are made of first: they are made anew as they are. */
  readonly family: readonly SchemaObject[];
  /** Columns of all of them, as they are and as they shall be. */
  readonly before: readonly TypedColumn[];
  readonly after: readonly TypedColumn[];
  /** The schema in which it happens: references between those columns step aside. */
  readonly schema: Schema;
}

interface Member {
  readonly object: SchemaObject;
  /** As SQL. */
  readonly name: string;
  readonly old: string;
  readonly convert: string;
}

/**
 * Makes a type anew under its own name, with every type made of it, and moves every column: attributes keep their values by name, all else goes by its
 * text. What the new type does not hold stops it. A range keeps the names of its constructors, so where one is among them values wait as text.
 */
export function rebuildTypeSql(rebuild: TypeRebuild): readonly string[] {
  const moved = new Set(rebuild.before.map(({ id }) => id));
  const references = rebuild.schema.objects.filter(
    (object) =>
      object.kind === "constraint" &&
      define<ConstraintDefinition>(object).type === "foreign" &&
      define<ConstraintDefinition>(object).columns.some((name) => moved.has(`column:${object.parent?.slice(6) ?? ""}.${name}`)),
  );
  return [
    ...references.map(
      (object) => `ALTER TABLE ${sqlNameOf(object.parent ?? "")} DROP CONSTRAINT ${quoteName(partsOf(object.id).at(-1) ?? "")}`,
    ),
    ...(rebuild.family.some(({ kind }) => kind === "range-type") ? throughText(rebuild) : besideOld(rebuild)),
    ...references.flatMap(addedConstraintSql),
  ];
}

function besideOld(rebuild: TypeRebuild): readonly string[] {
  const members = [rebuild.to, ...rebuild.family].map(memberOf);
  const olds = [rebuild.from, ...rebuild.family];
  const composites = rebuild.before.length === 0 ? [] : members.filter(({ object }) => object.kind === "composite-type");
  const defaults = new Map(rebuild.after.map(({ id, column }) => [id, column.default]));
  const moves = rebuild.before.map(({ id, column }) => {
    const standard = defaults.get(id) ?? null;
    const using = converted(members, { type: column.type, value: quoteName(column.name) });
    return moveSql(column, { type: column.type, using, was: column.default, standard });
  });
  return [
    ...members.map(({ object, old }) => `ALTER TYPE ${sqlNameOf(object.id)} RENAME TO ${quoteName(old)}`),
    ...members.map(({ object }) => createTypeSql(object)),
    ...composites.flatMap((member) => convertersSql(member, members, olds)),
    ...moves,
    ...composites.toReversed().flatMap(({ object, old, convert }) => {
      const type = quoteQualified(partsOf(object.id)[0] ?? "", old);
      return [`DROP FUNCTION ${convert}(${type}[])`, `DROP FUNCTION ${convert}(${type})`];
    }),
    ...members.toReversed().map(({ object, old }) => dropTypeSql(object, quoteQualified(partsOf(object.id)[0] ?? "", old))),
  ];
}

function throughText(rebuild: TypeRebuild): readonly string[] {
  const types = [rebuild.from, ...rebuild.family];
  const textOf = ({ type }: ColumnDefinition): string => (type.endsWith("[]") ? "text[]" : "text");
  return [
    ...rebuild.before.map(({ column }) =>
      moveSql(column, {
        type: textOf(column),
        using: `${quoteName(column.name)}::${textOf(column)}`,
        was: column.default,
        standard: null,
      }),
    ),
    ...types.toReversed().map((object) => dropTypeSql(object, sqlNameOf(object.id))),
    ...[rebuild.to, ...rebuild.family].map(createTypeSql),
    ...rebuild.after.map(({ column }) =>
      moveSql(column, { type: column.type, using: `${quoteName(column.name)}::${column.type}`, was: null, standard: column.default }),
    ),
  ];
}

function memberOf(object: SchemaObject): Member {
  const [schema = "", name = ""] = partsOf(object.id);
  return { object, name: sqlNameOf(object.id), old: `${name}_replaced`, convert: quoteQualified(schema, `${name}_convert`) };
}

const dropTypeSql = ({ kind }: SchemaObject, name: string): string => `DROP ${kind === "domain" ? "DOMAIN" : "TYPE"} ${name}`;

interface Move {
  readonly type: string;
  readonly using: string;
  /** Its default as it is, and as it shall be. */
  readonly was: string | null;
  readonly standard: string | null;
}

function moveSql(column: ColumnDefinition, { type, using, was, standard }: Move): string {
  const field = quoteName(column.name);
  const actions = [
    // The one that shall be may stand already, in the old type.
    ...(was !== null || standard !== null ? [`ALTER COLUMN ${field} DROP DEFAULT`] : []),
    `ALTER COLUMN ${field} TYPE ${type} USING ${using}`,
    ...(standard === null ? [] : [`ALTER COLUMN ${field} SET DEFAULT ${standard}`]),
  ];
  return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ${actions.join(", ")}`;
}

/** A value of the old form of a type, or of an array of it, in its new form. */
function converted(members: readonly Member[], { type, value }: { readonly type: string; readonly value: string }): string {
  const isArray = type.endsWith("[]");
  const member = members.find(({ name }) => name === type.replace(/(?:\[\])+$/, ""));
  if (member === undefined) return `${value}::${type}`;
  if (member.object.kind === "composite-type") return `${member.convert}(${value})`;
  const base = member.object.kind === "domain" && !isArray ? define<DomainDefinition>(member.object).type : null;
  const isOfMember = base !== null && members.some(({ name }) => name === base.replace(/(?:\[\])+$/, ""));
  if (isOfMember && base !== null) return `${converted(members, { type: base, value })}::${type}`;
  return isArray ? `${value}::text[]::${type}` : `${value}::text::${type}`;
}

function convertersSql(
  { object, name, old, convert }: Member,
  members: readonly Member[],
  olds: readonly SchemaObject[],
): readonly string[] {
  const before = olds.find(({ id }) => id === object.id) ?? object;
  const known = new Set(define<CompositeTypeDefinition>(before).attributes.map((attribute) => attribute.name));
  const fields = define<CompositeTypeDefinition>(object).attributes.map((attribute) =>
    known.has(attribute.name)
      ? converted(members, { type: attribute.type, value: `($1).${quoteName(attribute.name)}` })
      : `NULL::${attribute.type}`,
  );
  const type = quoteQualified(partsOf(object.id)[0] ?? "", old);
  return [
    `CREATE FUNCTION ${convert}(${type}) RETURNS ${name} LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(${fields.join(", ")})::${name} END$$`,
    `CREATE FUNCTION ${convert}(${type}[]) RETURNS ${name}[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT ${convert}($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$`,
  ];
}
