import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { TriggerDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { isAdded, isDropped } from "./surroundings.ts";
import { createTriggerSql, enableTriggerSql, tableOfTrigger } from "./trigger-text.ts";

const query = `
  select g.oid,
         n.nspname                      as schema,
         c.relname                      as "table",
         c.relkind                      as relkind,
         g.tgname                       as name,
         pg_get_triggerdef(g.oid)       as text,
         g.tgenabled                    as enabled, -- O origin, D disabled, R replica, A always
         fn.nspname                     as "functionSchema",
         p.proname                      as "functionName",
         oidvectortypes(p.proargtypes)  as types
    from pg_trigger g
    join pg_class c      on c.oid = g.tgrelid
    join pg_namespace n  on n.oid = c.relnamespace
    join pg_proc p       on p.oid = g.tgfoid
    join pg_namespace fn on fn.oid = p.pronamespace
   where not g.tgisinternal
     and g.tgparentid = 0 -- not handed down by a partitioned table
     and c.relkind in ('r', 'v', 'p', 'f')
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, g.tgname`;

interface Row extends Pick<TriggerDefinition, "schema" | "table" | "name" | "text"> {
  readonly oid: number;
  readonly relkind: keyof typeof hosts;
  readonly enabled: "O" | "D" | "R" | "A";
  readonly functionSchema: string;
  readonly functionName: string;
  readonly types: string;
}
const hosts = { r: "table", p: "table", v: "view", f: "foreign-table" } as const;
const states = { O: "origin", D: "disabled", R: "replica", A: "always" } as const;

export const triggerReader = defineReader<Row>(query, (row) => {
  const parent = `${hosts[row.relkind]}:${printName([row.schema, row.table])}`;
  const called = `function:${printName([row.functionSchema, row.functionName])}(${row.types})`;
  return {
    keys: [`pg_trigger/${row.oid}`],
    object: {
      id: `trigger:${printName([row.schema, row.table, row.name])}`,
      kind: "trigger",
      parent,
      dependsOn: [parent, called],
      definition: { schema: row.schema, table: row.table, name: row.name, text: row.text, function: called, enabled: states[row.enabled] },
    },
  };
});

function dropSql(trigger: TriggerDefinition): string {
  return `DROP TRIGGER ${quoteName(trigger.name)} ON ${quoteQualified(trigger.schema, trigger.table)}`;
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const trigger = define<TriggerDefinition>(object);
  const table = tableOfTrigger(trigger);
  const isNew = isAdded(context, object.parent);
  return [
    draftStep({
      kind: "create-trigger",
      phase: "expand",
      summary: `Create trigger ${trigger.name} on ${table}`,
      statements: createTriggerSql(object),
      reverse: [dropSql(trigger)],
      blocks: isNew ? [] : [lock(table, "SHARE ROW EXCLUSIVE")],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const goesAlong = isDropped(context, object.parent) && object.parent?.startsWith("foreign-table:") !== true;
  if (goesAlong && !callsBack(object, context.from)) return [];
  const trigger = define<TriggerDefinition>(object);
  const table = tableOfTrigger(trigger);
  return [
    draftStep({
      kind: "drop-trigger",
      phase: "contract",
      summary: `Drop trigger ${trigger.name} of ${table}`,
      statements: [dropSql(trigger)],
      reverse: createTriggerSql(object),
      reversibility: { kind: "exact", until: "any time", loses: "what the trigger would have done meanwhile" },
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [hazard("weakens-integrity", table, "What the trigger kept true is no longer kept.")],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const [before, after] = [define<TriggerDefinition>(from), define<TriggerDefinition>(to)];
  if (before.text !== after.text) return null;
  const table = tableOfTrigger(after);
  return [
    draftStep({
      kind: "enable-trigger",
      phase: "expand",
      summary: `Set trigger ${after.name} of ${table} to ${after.enabled}`,
      statements: [enableTriggerSql(after)],
      reverse: [enableTriggerSql(before)],
      blocks: [lock(table, "SHARE ROW EXCLUSIVE")],
      hazards: after.enabled === "disabled" ? [hazard("weakens-integrity", table, "What the trigger kept true is no longer kept.")] : [],
      makes: [to.id],
    }),
  ];
}

export const triggerKind: ObjectKind = { kind: "trigger", create, drop, alter, describe: (object) => `trigger ${labelOf(object.id)}` };
