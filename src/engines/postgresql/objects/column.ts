import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, IdentityDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { alterColumn } from "./column-alteration.ts";
import { columnSql } from "./column-text.ts";
import { define, draftStep, hazard, lock, losing, withoutRows } from "./draft.ts";
import { isAdded, isDropped } from "./surroundings.ts";
import { ownedSequencesSql } from "./sequence.ts";

const query = `
  select c.oid,
         a.attnum                                 as position,
         d.oid                                    as "defaultOid",
         n.nspname                                as schema,
         c.relname                                as "table",
         a.attname                                as name,
         format_type(a.atttypid, a.atttypmod)     as type,
         a.attnotnull                             as "notNull",
         a.attgenerated                           as generated, -- '' none, s stored, v virtual
         a.attidentity                            as identity,  -- '' none, a always, d by default
         pg_get_expr(d.adbin, d.adrelid)          as expression,
         case when a.attcollation <> t.typcollation then format('%I.%I', ln.nspname, l.collname) end as collation,
         case when s.seqrelid is not null then json_build_object(
           'start', s.seqstart::text, 'increment', s.seqincrement::text, 'minimum', s.seqmin::text,
           'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycles', s.seqcycle) end              as sequence
    from pg_attribute a
    join pg_class c           on c.oid = a.attrelid
    join pg_namespace n       on n.oid = c.relnamespace
    join pg_type t            on t.oid = a.atttypid
    left join pg_attrdef d    on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_collation l  on l.oid = a.attcollation
    left join pg_namespace ln on ln.oid = l.collnamespace
    left join pg_depend i     on i.refclassid = 'pg_class'::regclass and i.refobjid = a.attrelid and i.refobjsubid = a.attnum
                             and i.classid = 'pg_class'::regclass and i.deptype = 'i'
    left join pg_sequence s   on s.seqrelid = i.objid
   where c.relkind = 'r'
     and c.relpersistence <> 't'
     and a.attnum > 0
     and not a.attisdropped
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, a.attnum`;

interface Row extends Pick<ColumnDefinition, "schema" | "table" | "name" | "type" | "notNull" | "collation"> {
  readonly oid: number;
  readonly position: number;
  readonly defaultOid: number | null;
  readonly generated: string;
  readonly identity: string;
  readonly expression: string | null;
  readonly sequence: Omit<IdentityDefinition, "kind"> | null;
}
export const columnReader = defineReader<Row>(query, (row) => {
  const parent = `table:${printName([row.schema, row.table])}`;
  return {
    keys: [`pg_class/${row.oid}/${row.position}`, ...(row.defaultOid === null ? [] : [`pg_attrdef/${row.defaultOid}`])],
    object: {
      id: `column:${printName([row.schema, row.table, row.name])}`,
      kind: "column",
      parent,
      dependsOn: [parent],
      definition: {
        schema: row.schema,
        table: row.table,
        name: row.name,
        type: row.type,
        notNull: row.notNull,
        default: row.generated === "" ? row.expression : null,
        identity:
          row.sequence === null || row.identity === "" ? null : { kind: row.identity === "a" ? "always" : "by default", ...row.sequence },
        generated:
          row.generated === "" || row.expression === null
            ? null
            : { expression: row.expression, kind: row.generated === "s" ? "stored" : "virtual" },
        collation: row.collation,
      },
    },
  };
});

export function addColumnSql(column: ColumnDefinition): string {
  return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ADD COLUMN ${columnSql(column)}`;
}

/** A default that the server works out once keeps old rows as they are; one that differs by row makes it write every row. */
function isWorkedOutPerRow(column: ColumnDefinition): boolean {
  if (column.identity !== null || column.generated?.kind === "stored") return true;
  const calls = (column.default ?? "").replaceAll(/'(?:[^']|'')*'/g, "").match(/[a-z_0-9"]+\s*\(/gi) ?? [];
  return calls.some(
    (call) => !/^(now|transaction_timestamp|statement_timestamp|numeric|character|varying|varchar|bit|time|timestamp)\s*\(/i.test(call),
  );
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isAdded(context, object.parent)) return [];
  const column = define<ColumnDefinition>(object);
  const table = printName([column.schema, column.table]);
  const rewrites = isWorkedOutPerRow(column);
  const refuses = column.notNull && column.default === null && column.identity === null && column.generated === null;
  return [
    draftStep({
      kind: "add-column",
      phase: "expand",
      summary: `Add column ${labelOf(object.id)}`,
      statements: [addColumnSql(column)],
      reverse: [`ALTER TABLE ${quoteQualified(column.schema, column.table)} DROP COLUMN ${quoteName(column.name)}`],
      reversibility: losing("values written to the new column"),
      blocks: [lock(table, "ACCESS EXCLUSIVE", rewrites ? "rewrite" : "moment")],
      hazards: [
        ...(rewrites
          ? [
              hazard("rewrites-object", table, "The new column has a value of its own in every row."),
              hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
              hazard("needs-disk", table, "Needs room for a second copy of the table."),
            ]
          : []),
        ...(refuses ? [hazard("breaks-running-code", labelOf(object.id), "Inserts that do not name the new column are refused.")] : []),
      ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent)) return [];
  const column = define<ColumnDefinition>(object);
  const [table, label] = [printName([column.schema, column.table]), labelOf(object.id)];
  const owned = ownedSequencesSql(context.from, (id) => id === object.id);
  return [
    draftStep({
      kind: "drop-column",
      phase: "contract",
      summary: `Drop column ${label}`,
      statements: [`ALTER TABLE ${quoteQualified(column.schema, column.table)} DROP COLUMN ${quoteName(column.name)}`],
      reverse: [...owned.create, addColumnSql(column), ...owned.own],
      reversibility: column.generated === null ? withoutRows("every value of the column") : losing(""),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        ...(column.generated === null
          ? [
              hazard("deletes-data", label, "Every value of the column is gone.", "error"),
              hazard("irreversible", label, "The way back restores the column, not its values."),
            ]
          : []),
        hazard("breaks-running-code", label, "Code that still names the column fails."),
      ],
      removes: [object.id, ...owned.ids],
      releases: object.dependsOn.filter((id) => !owned.ids.includes(id)),
    }),
  ];
}

export const columnKind: ObjectKind = {
  kind: "column",
  create,
  drop,
  alter: alterColumn,
  describe: (object) => `column ${labelOf(object.id)}`,
};
