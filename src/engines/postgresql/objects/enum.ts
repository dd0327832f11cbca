import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, EnumDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { columnSql } from "./column-text.ts";
import { attachedSql } from "./attachments.ts";
import { addedConstraintSql } from "./constraint-text.ts";
import { createIndexSql } from "./index-text.ts";
import { columnsOfFamily, familyOf } from "./type-family.ts";
import { rebuildTypeSql } from "./type-rebuild.ts";
import { createEnumSql } from "./type-text.ts";

const query = `
  select t.oid,
         t.typarray as "arrayOid",
         n.nspname  as schema,
         t.typname  as name,
         coalesce((select json_agg(v.enumlabel order by v.enumsortorder) from pg_enum v where v.enumtypid = t.oid), '[]'::json) as labels
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
   where t.typtype = 'e'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
   order by n.nspname, t.typname`;

interface Row extends EnumDefinition {
  readonly oid: number;
  readonly arrayOid: number;
}
export const enumReader = defineReader<Row>(query, ({ oid, arrayOid, schema, name, labels }) => ({
  keys: [`pg_type/${oid}`, `pg_type/${arrayOid}`],
  object: {
    id: `enum:${printName([schema, name])}`,
    kind: "enum",
    dependsOn: [`schema:${printName([schema])}`],
    definition: { schema, name, labels },
  },
}));

/** Statements that add what is new, or null when a label went away or moved. */
function addLabels(from: EnumDefinition, to: EnumDefinition): readonly string[] | null {
  const kept = to.labels.filter((label) => from.labels.includes(label));
  if (kept.join("\n") !== from.labels.join("\n")) return null;
  return to.labels.flatMap((label, index) => {
    if (from.labels.includes(label)) return [];
    const before = to.labels[index - 1];
    const place =
      before !== undefined
        ? ` AFTER ${quoteLiteral(before)}`
        : from.labels[0] === undefined
          ? ""
          : ` BEFORE ${quoteLiteral(from.labels[0])}`;
    return [`ALTER TYPE ${quoteQualified(to.schema, to.name)} ADD VALUE ${quoteLiteral(label)}${place}`];
  });
}

/** Indexes and checks whose text speaks of one of the types: they compare its values, and no column changes its type under them. */
function speakersOf(ids: readonly string[], objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const spelt = ids.map((id) => `::${sqlNameOf(id)}`);
  return objects.filter(
    (object) =>
      (object.kind === "index" || (object.kind === "constraint" && define<ConstraintDefinition>(object).type === "check")) &&
      spelt.some((type) => (object.definition as { readonly text?: string }).text?.includes(type) === true),
  );
}

/** The way back of a new value: the old type, with all that is made of it, as long as nothing holds the value. By then all else is what it was. */
function withoutValuesSql(from: SchemaObject, to: SchemaObject, schema: Schema): readonly string[] {
  const family = familyOf(from.id, schema, schema);
  const ids = [from.id, ...family.map(({ id }) => id)];
  const columns = columnsOfFamily(ids, schema, schema);
  const moved = new Set(columns.map(({ id }) => id));
  const generated = schema.objects.filter(
    (object) =>
      object.kind === "column" && define<ColumnDefinition>(object).generated !== null && object.dependsOn.some((used) => moved.has(used)),
  );
  const made = new Set(generated.map(({ id }) => id));
  const speakers = [
    ...new Set([
      ...speakersOf(ids, schema.objects),
      ...schema.objects.filter(({ kind, dependsOn }) => kind === "index" && dependsOn.some((used) => made.has(used))),
    ]),
  ];
  const alter = (object: SchemaObject): string => `ALTER TABLE ${sqlNameOf(object.parent ?? "")}`;
  return [
    ...speakers.map((object) =>
      object.kind === "index"
        ? `DROP INDEX ${sqlNameOf(object.id)}`
        : `${alter(object)} DROP CONSTRAINT ${quoteName(define<ConstraintDefinition>(object).name)}`,
    ),
    ...generated.map((object) => `${alter(object)} DROP COLUMN ${quoteName(define<ColumnDefinition>(object).name)}`),
    ...rebuildTypeSql({ from: to, to: from, family, before: columns, after: columns, schema }),
    ...attachedSql(
      schema,
      family.map(({ id }) => id),
    ),
    ...generated.map((object) => `${alter(object)} ADD COLUMN ${columnSql(define<ColumnDefinition>(object))}`),
    ...speakers.flatMap((object) => (object.kind === "index" ? createIndexSql(object) : addedConstraintSql(object))),
  ];
}

function rebuild(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const [before, after] = [define<EnumDefinition>(from), define<EnumDefinition>(to)];
  const family = familyOf(from.id, context.from, context.to);
  const ids = [from.id, ...family.map(({ id }) => id)];
  const [using, old] = [columnsOfFamily(ids, context.to, context.from), columnsOfFamily(ids, context.from, context.to)];
  const lost = before.labels.filter((label) => !after.labels.includes(label));
  const tables = [...new Set(using.map(({ column }) => printName([column.schema, column.table])))];
  return [
    draftStep({
      kind: "rebuild-enum",
      phase: "contract",
      summary: `Rebuild type ${labelOf(to.id)}${lost.length > 0 ? ` without ${lost.join(", ")}` : ""}`,
      // Indexes and checks that speak of the type go and come around it.
      statements: rebuildTypeSql({ from, to, family, before: old, after: using, schema: context.from }),
      reverse: rebuildTypeSql({ from: to, to: from, family, before: using, after: old, schema: context.to }),
      blocks: tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "rewrite")),
      hazards: [
        ...tables.flatMap((table) => [
          hazard("rewrites-object", table, "Every row is written anew with the rebuilt type."),
          hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
        ]),
        ...(lost.length > 0 ? [hazard("breaks-running-code", to.id, `Code that writes ${lost.join(", ")} is refused.`, "error")] : []),
      ],
      makes: [...ids, ...using.map(({ id }) => id)],
      needs: to.dependsOn,
      removes: [...ids, ...using.map(({ id }) => id)],
    }),
  ];
}

export const enumKind: ObjectKind = {
  kind: "enum",
  create: (object) => {
    const definition = define<EnumDefinition>(object);
    return [
      draftStep({
        kind: "create-enum",
        phase: "expand",
        summary: `Create type ${labelOf(object.id)}`,
        statements: [createEnumSql(definition)],
        reverse: [`DROP TYPE ${quoteQualified(definition.schema, definition.name)}`],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const definition = define<EnumDefinition>(object);
    return [
      draftStep({
        kind: "drop-enum",
        phase: "contract",
        summary: `Drop type ${labelOf(object.id)}`,
        statements: [`DROP TYPE ${quoteQualified(definition.schema, definition.name)}`],
        reverse: [createEnumSql(definition)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to, context) => {
    const [before, after] = [define<EnumDefinition>(from), define<EnumDefinition>(to)];
    const added = addLabels(before, after);
    if (added === null) return rebuild(from, to, context);
    if (added.length === 0) return [];
    return [
      draftStep({
        kind: "add-enum-value",
        phase: "expand",
        summary: `Add ${after.labels.filter((label) => !before.labels.includes(label)).join(", ")} to type ${labelOf(to.id)}`,
        statements: added,
        // A value cannot be taken out again; the way back is the old type, as long as no row uses the new value.
        // By then columns are what they were.
        reverse: withoutValuesSql(from, to, context.from),
        reversibility: { kind: "exact", until: "a row holds one of the new values", loses: "" },
        // A new value cannot be used in the transaction that added it.
        transaction: "own",
        makes: [to.id],
      }),
    ];
  },
  describe: (object) => `type ${labelOf(object.id)}`,
};
