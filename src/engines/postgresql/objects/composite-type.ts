import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { TableDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { type Attribute, changeAttributesSql, type CompositeTypeDefinition, createCompositeSql, isRetyped } from "./composite-type-text.ts";
import { define, hazard, lock } from "./draft.ts";
import { type Alteration, standAlone } from "./stand-alone.ts";
import { childrenOf, findObject } from "./surroundings.ts";
import { columnsOfFamily, familyOf } from "./type-family.ts";
import { rebuildTypeSql } from "./type-rebuild.ts";
import { holdersOfType, tablesOf } from "./type-users.ts";

const query = `
  select c.oid,
         t.oid      as "typeOid",
         t.typarray as "arrayOid",
         n.nspname  as schema,
         c.relname  as name,
         coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                     'collation', case when a.attcollation <> y.typcollation then format('%I.%I', ln.nspname, l.collname) end) order by a.attnum)
            from pg_attribute a
            join pg_type y            on y.oid = a.atttypid
            left join pg_collation l  on l.oid = a.attcollation
            left join pg_namespace ln on ln.oid = l.collnamespace
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]'::json) as attributes
    from pg_class c
    join pg_type t      on t.oid = c.reltype
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'c'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
   order by n.nspname, c.relname`;

interface Row extends CompositeTypeDefinition {
  readonly oid: number;
  readonly typeOid: number;
  readonly arrayOid: number;
}
export const compositeTypeReader = defineReader<Row>(
  query,
  ({ oid, typeOid, arrayOid, attributes, ...rest }) => ({
    keys: [`pg_class/${oid}`, `pg_type/${typeOid}`, `pg_type/${arrayOid}`],
    object: {
      id: `composite-type:${printName([rest.schema, rest.name])}`,
      kind: "composite-type",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest, attributes: attributes.map((attribute: Attribute) => ({ ...attribute })) },
    },
  }),
  "exists (select from pg_class where relkind = 'c' and oid >= 16384)",
);

interface Around {
  readonly context: PlanContext;
  readonly id: string;
}

function alter(from: CompositeTypeDefinition, to: CompositeTypeDefinition, { context, id }: Around): Alteration | null {
  const [old, next] = [findObject(context.from, id), findObject(context.to, id)];
  if (old === undefined || next === undefined) return null;
  const objects = { from: old, to: next };
  const family = familyOf(id, context.from, context.to);
  const ids = [id, ...family.map((type) => type.id)];
  const [columns, after] = [columnsOfFamily(ids, context.from, context.to), columnsOfFamily(ids, context.to, context.from)];
  const held = holdersOfType(id, context.from);
  const typed = columnsOfTyped(id, context.from);
  const cascade = typed.length === 0 ? "" : " CASCADE";
  const [up, down] = [changeAttributesSql(from, to, cascade), changeAttributesSql(to, from, cascade)];
  const gone = from.attributes.filter(({ name }) => !to.attributes.some((attribute) => attribute.name === name));
  // The server changes the type of an attribute only where no row holds the type, and appends new attributes.
  const isInPlace = up !== null && down !== null && (columns.length === 0 || !isRetyped(from, to));
  const retypes = typed.length > 0 && isRetyped(from, to);
  const isOpen = isInPlace && held.length === 0 && gone.length === 0 && !retypes;
  const tables = tablesOf(columns);
  return {
    up: isInPlace ? up : rebuildTypeSql({ ...objects, family, before: columns, after, schema: context.from }),
    down: isInPlace
      ? down
      : rebuildTypeSql({ from: objects.to, to: objects.from, family, before: after, after: columns, schema: context.to }),
    phase: isOpen ? "expand" : "contract",
    along: isInPlace
      ? retypes
        ? typed.map((column) => column.id)
        : []
      : [...family.map((type) => type.id), ...columns.map((column) => column.id)],
    blocks: isInPlace ? [] : tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "rewrite")),
    ...(gone.length > 0 && columns.length > 0
      ? { reversibility: { kind: "schema-only" as const, until: "the step runs", loses: "values of the attributes that go" } }
      : {}),
    hazards: [
      ...gone.flatMap(({ name }) => [
        hazard("breaks-running-code", id, `Code that uses the attribute ${name} fails.`),
        ...tables.map((table) => hazard("deletes-data", table, `Values of the attribute ${name} of ${labelOf(id)} are gone.`, "error")),
      ]),
      ...(isInPlace ? [] : tables.map((table) => hazard("rewrites-object", table, "Every row is written anew with the changed type."))),
      ...(isInPlace ? [] : tables.map((table) => hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."))),
    ],
  };
}

/** Columns of the tables that are made of the type. */
function columnsOfTyped(id: string, schema: Schema): readonly SchemaObject[] {
  const names = new Set([sqlNameOf(id), labelOf(id)]);
  return schema.objects.flatMap((object) =>
    object.kind === "table" && names.has(define<TableDefinition>(object).ofType ?? "") ? childrenOf(schema, object.id, "column") : [],
  );
}

export const compositeTypeKind = standAlone<CompositeTypeDefinition>({
  kind: "composite-type",
  noun: "type",
  create: (type) => [createCompositeSql(type)],
  drop: ({ schema, name }) => [`DROP TYPE ${quoteQualified(schema, name)}`],
  alter,
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Code that uses the type fails.")] }),
});
