import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, EnumDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { addedConstraintSql } from "./constraint-text.ts";
import { createIndexSql } from "./index-text.ts";

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

function createSql({ schema, name, labels }: EnumDefinition, as = name): string {
  return `CREATE TYPE ${quoteQualified(schema, as)} AS ENUM (${labels.map(quoteLiteral).join(", ")})`;
}

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

interface UsingColumn {
  readonly id: string;
  readonly column: ColumnDefinition;
}
/** Columns of the type or of an array of it, before and after. */
function columnsOf(id: string, objects: readonly SchemaObject[]): readonly UsingColumn[] {
  return objects
    .filter((object) => object.kind === "column" && object.dependsOn.includes(id))
    .map((object) => ({ id: object.id, column: define<ColumnDefinition>(object) }))
    .filter(({ column }) => column.generated === null);
}

/** Indexes and checks whose text speaks of the type: they compare its values, and no column changes its type under them. */
function speakersOf(id: string, objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const spelt = `::${sqlNameOf(id)}`;
  return objects.filter(
    (object) =>
      (object.kind === "index" || (object.kind === "constraint" && define<ConstraintDefinition>(object).type === "check")) &&
      (object.definition as { readonly text?: string }).text?.includes(spelt) === true,
  );
}

/** Makes the type anew under its own name and moves every column that uses it; values that the new type lacks stop it. */
function rebuildSql(
  from: EnumDefinition,
  to: EnumDefinition,
  using: readonly UsingColumn[],
  speakers: readonly SchemaObject[],
): readonly string[] {
  const [name, old] = [quoteQualified(to.schema, to.name), `${to.name}_replaced`];
  const moves = using.map(({ column }) => {
    const target = column.type.endsWith("[]") ? `${name}[]` : name;
    const text = column.type.endsWith("[]") ? "text[]" : "text";
    const field = quoteName(column.name);
    const actions = [
      ...(column.default === null ? [] : [`ALTER COLUMN ${field} DROP DEFAULT`]),
      `ALTER COLUMN ${field} TYPE ${target} USING ${field}::${text}::${target}`,
      ...(column.default === null ? [] : [`ALTER COLUMN ${field} SET DEFAULT ${column.default}`]),
    ];
    return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ${actions.join(", ")}`;
  });
  return [
    ...speakers.map((object) =>
      object.kind === "index"
        ? `DROP INDEX ${sqlNameOf(object.id)}`
        : `ALTER TABLE ${sqlNameOf(object.parent ?? "")} DROP CONSTRAINT ${quoteName(define<ConstraintDefinition>(object).name)}`,
    ),
    `ALTER TYPE ${quoteQualified(from.schema, from.name)} RENAME TO ${quoteName(old)}`,
    createSql(to),
    ...moves,
    `DROP TYPE ${quoteQualified(to.schema, old)}`,
    ...speakers.flatMap((object) => (object.kind === "index" ? createIndexSql(object) : addedConstraintSql(object))),
  ];
}

function rebuild(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const [before, after] = [define<EnumDefinition>(from), define<EnumDefinition>(to)];
  const using = columnsOf(to.id, context.to.objects).filter(({ id }) => context.from.objects.some((object) => object.id === id));
  const lost = before.labels.filter((label) => !after.labels.includes(label));
  const tables = [...new Set(using.map(({ column }) => printName([column.schema, column.table])))];
  return [
    draftStep({
      kind: "rebuild-enum",
      phase: "contract",
      summary: `Rebuild type ${labelOf(to.id)}${lost.length > 0 ? ` without ${lost.join(", ")}` : ""}`,
      // Indexes and checks that speak of the type go and come around it.
      statements: rebuildSql(before, after, using, []),
      reverse: rebuildSql(after, before, using, []),
      blocks: tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "rewrite")),
      hazards: [
        ...tables.flatMap((table) => [
          hazard("rewrites-object", table, "Every row is written anew with the rebuilt type."),
          hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
        ]),
        ...(lost.length > 0 ? [hazard("breaks-running-code", to.id, `Code that writes ${lost.join(", ")} is refused.`, "error")] : []),
      ],
      makes: [to.id, ...using.map(({ id }) => id)],
      needs: to.dependsOn,
      removes: [from.id, ...using.map(({ id }) => id)],
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
        statements: [createSql(definition)],
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
        reverse: [createSql(definition)],
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
        reverse: rebuildSql(after, before, columnsOf(from.id, context.from.objects), speakersOf(from.id, context.from.objects)),
        reversibility: { kind: "exact", until: "a row holds one of the new values", loses: "" },
        // A new value cannot be used in the transaction that added it.
        transaction: "own",
        makes: [to.id],
      }),
    ];
  },
  describe: (object) => `type ${labelOf(object.id)}`,
};
