import { printName } from "../../../model/name.ts";
import type { Block } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { addConstraintSql, isPartOfTable } from "./constraint-text.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { closesRing, isAdded, isDropped } from "./surroundings.ts";

// NOT NULL constraints (contype n, since version 18) are part of their column.
const query = `
  select k.oid,
         k.conindid                   as "indexOid",
         n.nspname                    as schema,
         c.relname                    as "table",
         k.conname                    as name,
         k.contype                    as contype,
         pg_get_constraintdef(k.oid)  as text,
         k.convalidated               as validated,
         case when k.contype in ('p', 'u') then array_to_string(x.reloptions, ', ') end as options,
         coalesce((select json_agg(a.attname order by u.place)
                     from unnest(k.conkey) with ordinality u(number, place)
                     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number), '[]'::json) as columns,
         case when k.contype = 'f' then json_build_object('schema', rn.nspname, 'name', r.relname, 'columns',
           (select json_agg(a.attname order by u.place)
              from unnest(k.confkey) with ordinality u(number, place)
              join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number)) end          as target
    from pg_constraint k
    join pg_class c           on c.oid = k.conrelid
    join pg_namespace n       on n.oid = c.relnamespace
    left join pg_class x      on x.oid = k.conindid
    left join pg_class r      on r.oid = k.confrelid
    left join pg_namespace rn on rn.oid = r.relnamespace
   where k.contype in ('p', 'u', 'f', 'c', 'x')
     and c.relkind = 'r'
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, k.contype = 'f', k.contype <> 'p', k.conname`;

interface Row extends Pick<ConstraintDefinition, "schema" | "table" | "name" | "text" | "validated" | "columns"> {
  readonly oid: number;
  readonly indexOid: number;
  /** Storage parameters of the index, which the server does not print with the constraint. */
  readonly options: string | null;
  readonly contype: "p" | "u" | "f" | "c" | "x";
  readonly target: { readonly schema: string; readonly name: string; readonly columns: readonly string[] } | null;
}
const types = { p: "primary", u: "unique", f: "foreign", c: "check", x: "exclusion" } as const;

export const constraintReader = defineReader<Row>(query, ({ oid, indexOid, contype, options, target, ...rest }) => {
  const parent = `table:${printName([rest.schema, rest.table])}`;
  const columns = rest.columns.map((column) => `column:${printName([rest.schema, rest.table, column])}`);
  const referred = target === null ? null : `table:${printName([target.schema, target.name])}`;
  const targets = target?.columns.map((column) => `column:${printName([target.schema, target.name, column])}`) ?? [];
  return {
    keys: [`pg_constraint/${oid}`, ...(contype === "f" || contype === "c" ? [] : [`pg_class/${indexOid}`])],
    object: {
      id: `constraint:${printName([rest.schema, rest.table, rest.name])}`,
      kind: "constraint",
      parent,
      dependsOn: [parent, ...columns, ...(referred === null ? [] : [referred]), ...targets],
      definition: {
        ...rest,
        text: (options === null ? rest.text : rest.text.replace(/( DEFERRABLE.*)?$/, ` WITH (${options})$1`)).replace(/ NOT VALID$/, ""),
        type: types[contype],
        references: referred === null ? null : { table: referred, columns: target?.columns ?? [] },
      },
    },
  };
});

/** Locks of ADD CONSTRAINT and how long they are held (documentation of ALTER TABLE). */
function blocksOf(constraint: ConstraintDefinition, table: string, rows: "rows" | "no rows"): readonly Block[] {
  if (constraint.type === "foreign") {
    const time = constraint.validated && rows === "rows" ? "scan" : "moment";
    const referred = constraint.references === null ? table : labelOf(constraint.references.table);
    const blocks = [lock(table, "SHARE ROW EXCLUSIVE", time)];
    return referred === table ? blocks : [...blocks, lock(referred, "SHARE ROW EXCLUSIVE", time)];
  }
  if (constraint.type === "check") return [lock(table, "ACCESS EXCLUSIVE", constraint.validated ? "scan" : "moment")];
  return [lock(table, "ACCESS EXCLUSIVE", "build")];
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const isNew = isAdded(context, object.parent);
  if (isNew && isPartOfTable(object)) return [];
  const constraint = define<ConstraintDefinition>(object);
  const table = printName([constraint.schema, constraint.table]);
  const builds = ["primary", "unique", "exclusion"].includes(constraint.type);
  const blocks = blocksOf(constraint, table, isNew ? "no rows" : "rows").filter((block) => !isAdded(context, `table:${block.object}`));
  return [
    draftStep({
      kind: "add-constraint",
      phase: "expand",
      summary: `Add ${words[constraint.type]} ${constraint.name} to ${table}`,
      statements: [addConstraintSql(constraint)],
      reverse: [dropSql(constraint)],
      blocks,
      hazards: isNew
        ? []
        : [
            ...(constraint.validated ? [hazard("scans-object", table, "Every row is read under the lock.")] : []),
            hazard("blocks-writes", table, "Nobody can write to the table while its rows are checked."),
            ...(constraint.type === "foreign" ? [] : [hazard("blocks-reads", table, "Nobody can read the table meanwhile.")]),
            ...(builds ? [hazard("needs-disk", table, "Needs room for the index.", "note")] : []),
            hazard("breaks-running-code", table, "Writes that break the new rule are refused."),
          ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

const words: Readonly<Record<ConstraintDefinition["type"], string>> = {
  primary: "primary key",
  unique: "unique constraint",
  foreign: "reference",
  check: "check",
  exclusion: "exclusion constraint",
};

function dropSql(constraint: ConstraintDefinition): string {
  return `ALTER TABLE ${quoteQualified(constraint.schema, constraint.table)} DROP CONSTRAINT ${quoteName(constraint.name)}`;
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent) && !closesRing(object, context) && !callsBack(object, context.from)) return [];
  const constraint = define<ConstraintDefinition>(object);
  const table = printName([constraint.schema, constraint.table]);
  const referred = constraint.references === null ? [] : [lock(labelOf(constraint.references.table), "ACCESS EXCLUSIVE")];
  return [
    draftStep({
      kind: "drop-constraint",
      phase: "contract",
      summary: `Drop ${words[constraint.type]} ${constraint.name} of ${table}`,
      statements: [dropSql(constraint)],
      reverse: [addConstraintSql(constraint)],
      reversibility: { kind: "exact", until: "a row breaks the old rule", loses: "" },
      blocks: [lock(table, "ACCESS EXCLUSIVE"), ...referred],
      hazards: [hazard("weakens-integrity", labelOf(object.id), "Rows that the rule kept out may come in.")],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const [before, after] = [define<ConstraintDefinition>(from), define<ConstraintDefinition>(to)];
  if (before.text !== after.text || before.type !== after.type || before.validated || !after.validated) return null;
  const table = printName([after.schema, after.table]);
  return [
    draftStep({
      kind: "validate-constraint",
      phase: "expand",
      summary: `Validate ${words[after.type]} ${after.name} of ${table}`,
      statements: [`ALTER TABLE ${quoteQualified(after.schema, after.table)} VALIDATE CONSTRAINT ${quoteName(after.name)}`],
      reverse: [dropSql(after), addConstraintSql(before)],
      transaction: "own",
      blocks: [lock(table, "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", table, "Every row is read; others go on reading and writing.", "note")],
      makes: [to.id],
      needs: to.dependsOn,
    }),
  ];
}

export const constraintKind: ObjectKind = {
  kind: "constraint",
  create,
  drop,
  alter,
  describe: (object) => `constraint ${labelOf(object.id)}`,
};
