import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock, losing, withoutRows } from "./draft.ts";
import { isAdded } from "./surroundings.ts";
import { goesAlong, restoreTableSql } from "./table-restoration.ts";
import { createTableSql, partsOfTable, rowSecuritySql } from "./table-text.ts";

// Tables that inherit, belong to a partitioned table or are made of a type are reported as not modelled.
const query = `
  select c.oid,
         c.reltype    as "rowType",
         t.typarray   as "rowArray",
         n.nspname    as schema,
         c.relname    as name,
         case c.relpersistence when 'u' then 'unlogged' else 'permanent' end                                  as persistence,
         case when c.relforcerowsecurity then 'forced' when c.relrowsecurity then 'on' else 'off' end          as "rowSecurity",
         coalesce((select json_agg(o order by o) from unnest(c.reloptions) o), '[]'::json)                     as options
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type t      on t.oid = c.reltype
   where c.relkind = 'r'
     and not c.relispartition
     and c.relpersistence <> 't'
     and c.reloftype = 0
     and not exists (select from pg_inherits h where h.inhrelid = c.oid)
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;

interface Row extends TableDefinition {
  readonly oid: number;
  readonly rowType: number;
  readonly rowArray: number;
}
export const tableReader = defineReader<Row>(query, ({ oid, rowType, rowArray, ...rest }) => ({
  keys: [`pg_class/${oid}`, `pg_type/${rowType}`, `pg_type/${rowArray}`],
  object: {
    id: `table:${printName([rest.schema, rest.name])}`,
    kind: "table",
    dependsOn: [`schema:${printName([rest.schema])}`],
    definition: { ...rest },
  },
}));

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const { columns, constraints } = partsOfTable(context.to, object.id);
  const parts = [...columns, ...constraints].filter(({ id }) => isAdded(context, id));
  const made = new Set([object.id, ...parts.map(({ id }) => id)]);
  const statement = createTableSql(
    table,
    parts.filter(({ kind }) => kind === "column").map((column) => define<ColumnDefinition>(column)),
    parts.filter(({ kind }) => kind === "constraint").map((constraint) => define<ConstraintDefinition>(constraint)),
  );
  return [
    draftStep({
      kind: "create-table",
      phase: "expand",
      summary: `Create table ${labelOf(object.id)}`,
      statements: [statement, ...rowSecuritySql("off", table)],
      reverse: [`DROP TABLE ${quoteQualified(table.schema, table.name)}`],
      reversibility: losing("rows written to the new table"),
      makes: [...made],
      needs: [...object.dependsOn, ...parts.flatMap(({ dependsOn }) => dependsOn)].filter((id) => !made.has(id)),
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const { children, ids } = goesAlong(context, object.id);
  const gone = new Set([object.id, ...ids]);
  const label = labelOf(object.id);
  const referred = children.flatMap((child) => {
    const reference = child.kind === "constraint" ? define<ConstraintDefinition>(child).references : null;
    return reference === null || reference.table === object.id ? [] : [lock(labelOf(reference.table), "ACCESS EXCLUSIVE")];
  });
  return [
    draftStep({
      kind: "drop-table",
      phase: "contract",
      summary: `Drop table ${label}`,
      statements: [`DROP TABLE ${quoteQualified(table.schema, table.name)}`],
      reverse: restoreTableSql(context.from, object, context),
      reversibility: withoutRows("every row of the table"),
      blocks: [lock(label, "ACCESS EXCLUSIVE"), ...referred],
      hazards: [
        hazard("deletes-data", label, "Every row of the table is gone.", "error"),
        hazard("breaks-running-code", label, "Code that still uses the table fails."),
        hazard("irreversible", label, "The way back restores the definition, not the rows."),
      ],
      removes: [...gone],
      releases: [...object.dependsOn, ...children.flatMap(({ dependsOn }) => dependsOn)].filter((id) => !gone.has(id)),
    }),
  ];
}

function optionsSql(from: TableDefinition, to: TableDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.name)}`;
  const nameOf = (option: string) => option.split("=")[0] ?? option;
  const set = to.options.filter((option) => !from.options.includes(option));
  const kept = new Set(to.options.map(nameOf));
  const reset = from.options.map(nameOf).filter((name) => !kept.has(name));
  return [
    ...(set.length === 0 ? [] : [`${head} SET (${set.join(", ")})`]),
    ...(reset.length === 0 ? [] : [`${head} RESET (${reset.join(", ")})`]),
  ];
}

function alterSql(from: TableDefinition, to: TableDefinition): readonly string[] {
  const persistence = to.persistence === "unlogged" ? "UNLOGGED" : "LOGGED";
  return [
    ...(from.persistence === to.persistence ? [] : [`ALTER TABLE ${quoteQualified(to.schema, to.name)} SET ${persistence}`]),
    ...rowSecuritySql(from.rowSecurity, to),
    ...optionsSql(from, to),
  ];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] {
  const [before, after] = [define<TableDefinition>(from), define<TableDefinition>(to)];
  const label = labelOf(to.id);
  const rewrites = before.persistence !== after.persistence;
  const secures = before.rowSecurity !== after.rowSecurity;
  const looser = secures && (after.rowSecurity === "off" || before.rowSecurity === "forced");
  return [
    draftStep({
      kind: "alter-table",
      phase: "expand",
      summary: `Change table ${label}`,
      statements: alterSql(before, after),
      reverse: alterSql(after, before),
      blocks: [lock(label, rewrites || secures ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", rewrites ? "rewrite" : "moment")],
      hazards: [
        ...(rewrites
          ? [
              hazard("rewrites-object", label, "Every row is written anew."),
              hazard("blocks-reads", label, "Nobody can read the table while it is rewritten."),
              hazard("needs-disk", label, "Needs room for a second copy of the table."),
            ]
          : []),
        ...(looser ? [hazard("weakens-security", label, "Rows that policies hid become visible.")] : []),
        ...(secures && before.rowSecurity === "off"
          ? [hazard("breaks-running-code", label, "Rows that no policy allows are hidden from everybody but the owner.")]
          : []),
      ],
      makes: [to.id],
    }),
  ];
}

export const tableKind: ObjectKind = { kind: "table", create, drop, alter, describe: (object) => `table ${labelOf(object.id)}` };
