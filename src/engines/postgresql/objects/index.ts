import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { isAdded, isDropped } from "./surroundings.ts";

// Indexes that carry a constraint are part of it.
const query = `
  select c.oid,
         n.nspname               as schema,
         t.relname               as "table",
         t.relkind               as relkind,
         c.relname               as name,
         pg_get_indexdef(c.oid)  as text,
         i.indisunique           as "unique",
         i.indisvalid            as valid
    from pg_index i
    join pg_class c     on c.oid = i.indexrelid
    join pg_class t     on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
   where t.relkind in ('r', 'm')
     and t.relpersistence <> 't'
     and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "t")}
   order by n.nspname, c.relname`;

interface Row extends IndexDefinition {
  readonly oid: number;
  readonly relkind: "r" | "m";
}
export const indexReader = defineReader<Row>(query, ({ oid, relkind, ...rest }) => {
  const parent = `${relkind === "m" ? "materialized-view" : "table"}:${printName([rest.schema, rest.table])}`;
  return {
    keys: [`pg_class/${oid}`],
    object: { id: `index:${printName([rest.schema, rest.name])}`, kind: "index", parent, dependsOn: [parent], definition: { ...rest } },
  };
});

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const index = define<IndexDefinition>(object);
  const table = printName([index.schema, index.table]);
  const isNew = isAdded(context, object.parent);
  return [
    draftStep({
      kind: "create-index",
      phase: "expand",
      summary: `Create index ${index.name} on ${table}`,
      statements: [createIndexSql(object)],
      reverse: [`DROP INDEX ${quoteQualified(index.schema, index.name)}`],
      blocks: isNew ? [] : [lock(table, "SHARE", "build")],
      hazards: isNew
        ? []
        : [
            hazard("scans-object", table, "Every row is read to build the index."),
            hazard("blocks-writes", table, "Nobody can write to the table while the index is built."),
            hazard("needs-disk", table, "Needs room for the index.", "note"),
            ...(index.unique ? [hazard("breaks-running-code", table, "Writes that repeat a value are refused.")] : []),
          ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent)) return [];
  const index = define<IndexDefinition>(object);
  const table = printName([index.schema, index.table]);
  return [
    draftStep({
      kind: "drop-index",
      phase: "contract",
      summary: `Drop index ${index.name} of ${table}`,
      statements: [`DROP INDEX ${quoteQualified(index.schema, index.name)}`],
      reverse: [createIndexSql(object)],
      ...(index.unique ? { reversibility: { kind: "exact", until: "two rows have the same value", loses: "" } as const } : {}),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        hazard("slows-queries", table, "Queries that used the index read the table instead."),
        ...(index.unique ? [hazard("weakens-integrity", table, "Values may be repeated from now on.")] : []),
      ],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

export const indexKind: ObjectKind = {
  kind: "index",
  create,
  drop,
  alter: () => null,
  describe: (object) => `index ${labelOf(object.id)}`,
};
