import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, ConstraintDefinition, EnumDefinition } from "../definitions.ts";
import { typeChange } from "../field-type.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { valueId } from "./enum-values.ts";
import { shapeOf } from "./rename-shape.ts";

export interface RenameGuess {
  readonly from: string;
  readonly to: string;
  readonly confidence: number;
  readonly because: string;
}

/** More pairs than this are not weighed one by one: only tables of the very same fields are. */
const weighable = 40_000;

/**
 * Pairs of what went and what came that may be one thing under another name: tables by their fields, keys and references, fields by type, place, role and
 * name, values of an enumeration by their place, everything else by a definition that differs in the name alone. What can be renamed without anybody
 * losing anything (a constraint, an index) is not asked about. Cost: linear but for tables and fields, which are weighed pair by pair.
 */
export function guessRenames(from: Schema, to: Schema): readonly RenameGuess[] {
  const [before, after] = [new Set(from.objects.map((object) => object.id)), new Set(to.objects.map((object) => object.id))];
  const gone = from.objects.filter((object) => !after.has(object.id));
  const come = to.objects.filter((object) => !before.has(object.id));
  if (gone.length === 0 && come.length === 0) return guessValues(from, to);
  const schemas = guessSchemas(gone, come);
  const moved = new Set(schemas.flatMap((guess) => [labelOf(guess.from), labelOf(guess.to)]));
  const stays = (object: SchemaObject): boolean => object.kind !== "schema" && !moved.has(partsOf(object.id)[0] ?? "");
  const [left, fresh] = [gone.filter(stays), come.filter(stays)];
  return [
    ...schemas,
    ...guessTables(from, to, left.filter(isTable), fresh.filter(isTable)),
    ...guessColumns(from, to, left, fresh),
    ...guessSame(left, fresh),
    ...guessValues(from, to),
  ];
}

const isTable = (object: SchemaObject): boolean => object.kind === "table";

type Score = { readonly confidence: number; readonly because: string } | null;

/** Best pairs first; nothing is paired twice. */
function bestOf(all: readonly RenameGuess[]): readonly RenameGuess[] {
  const taken = new Set<string>();
  return all
    .toSorted((a, b) => b.confidence - a.confidence)
    .filter((guess) => {
      if (taken.has(guess.from) || taken.has(guess.to)) return false;
      taken.add(guess.from).add(guess.to);
      return true;
    });
}

function pairs(
  gone: readonly SchemaObject[],
  come: readonly SchemaObject[],
  score: (a: SchemaObject, b: SchemaObject) => Score,
): readonly RenameGuess[] {
  return gone.flatMap((a) =>
    come.flatMap((b) => {
      const scored = score(a, b);
      return scored === null ? [] : [{ from: a.id, to: b.id, ...scored }];
    }),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** A schema of which most objects come again in a new one. */
function guessSchemas(gone: readonly SchemaObject[], come: readonly SchemaObject[]): readonly RenameGuess[] {
  const members = (objects: readonly SchemaObject[], schema: SchemaObject): ReadonlySet<string> =>
    new Set(
      objects.flatMap((object) => {
        const parts = object.kind === "schema" || /^(?:grant|comment)$/.test(object.kind) ? [] : partsOf(object.id);
        return parts[0] === partsOf(schema.id)[0] && parts.length > 1 ? [`${object.kind}:${parts.slice(1).join(".")}`] : [];
      }),
    );
  const schemas = (objects: readonly SchemaObject[]): readonly SchemaObject[] => objects.filter((object) => object.kind === "schema");
  return bestOf(
    pairs(schemas(gone), schemas(come), (a, b) => {
      const [before, after] = [members(gone, a), members(come, b)];
      const shared = [...before].filter((name) => after.has(name)).length;
      const share = (2 * shared) / Math.max(1, before.size + after.size);
      if (shared === 0 || share < 0.5) return null;
      const confidence = round(Math.min(0.98, share * 0.8 + similarity(a.id, b.id) * 0.2));
      return { confidence, because: `${shared} of ${before.size} things in it have the same kind and name` };
    }),
  );
}

function columnsOf(schema: Schema, table: SchemaObject): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(schema, table.id, "column").map((object) => [define<ColumnDefinition>(object).name, define<ColumnDefinition>(object).type]),
  );
}

function guessTables(from: Schema, to: Schema, gone: readonly SchemaObject[], come: readonly SchemaObject[]): readonly RenameGuess[] {
  if (gone.length === 0 || come.length === 0) return [];
  const score = (a: SchemaObject, b: SchemaObject): Score => scoreTables(from, to, a, b);
  if (gone.length * come.length <= weighable) return bestOf(pairs(gone, come, score));
  const key = (schema: Schema) => (table: SchemaObject) =>
    JSON.stringify([...columnsOf(schema, table)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const [before, after] = [groupBy(gone, key(from)), groupBy(come, key(to))];
  return bestOf(
    [...before].flatMap(([shape, tables]) => {
      const others = after.get(shape) ?? [];
      return tables.length * others.length > weighable ? [] : pairs(tables, others, score);
    }),
  );
}

function scoreTables(from: Schema, to: Schema, a: SchemaObject, b: SchemaObject): Score {
  const [before, after] = [columnsOf(from, a), columnsOf(to, b)];
  const shared = [...before].filter(([name, type]) => after.get(name) === type).length;
  const share = (2 * shared) / Math.max(1, before.size + after.size);
  if (share < 0.5) return null;
  const [keys, otherKeys] = [keysOf(from, a), keysOf(to, b)];
  const hasKeys = keys !== "" && keys === otherKeys;
  const refers = sourcesOf(from, a);
  const isReferred = refers !== "" && refers === sourcesOf(to, b);
  const confidence = share * 0.75 + (hasKeys ? 0.1 : 0) + (isReferred ? 0.05 : 0) + similarity(a.id, b.id) * 0.1;
  const reasons = [
    `${shared} of ${before.size} fields have the same name and type`,
    ...(hasKeys ? ["the same keys and checks"] : []),
    ...(isReferred ? ["the same tables refer to it"] : []),
    ...(similarity(a.id, b.id) >= 0.5 ? ["the names are alike"] : []),
  ];
  return { confidence: round(Math.min(confidence, 0.99)), because: reasons.join(", ") };
}

/** Constraints as their text, whatever their names. */
function keysOf(schema: Schema, table: SchemaObject): string {
  return childrenOf(schema, table.id, "constraint")
    .map((object) => define<ConstraintDefinition>(object).text)
    .toSorted()
    .join("\n");
}

const references = new WeakMap<Schema, ReadonlyMap<string, readonly string[]>>();
/** Tables and fields that refer to the table. */
function sourcesOf(schema: Schema, table: SchemaObject): string {
  const known = references.get(schema) ?? readReferences(schema);
  references.set(schema, known);
  return (known.get(table.id) ?? []).toSorted().join(",");
}

function readReferences(schema: Schema): ReadonlyMap<string, readonly string[]> {
  const constraints = schema.objects.filter(
    (object) => object.kind === "constraint" && define<ConstraintDefinition>(object).references != null,
  );
  const grouped = groupBy(constraints, (object) => define<ConstraintDefinition>(object).references?.table ?? "");
  return new Map(
    [...grouped].map(([table, objects]) => [
      table,
      objects.map((object) => `${object.parent}(${define<ConstraintDefinition>(object).columns.join()})`),
    ]),
  );
}

function guessColumns(from: Schema, to: Schema, gone: readonly SchemaObject[], come: readonly SchemaObject[]): readonly RenameGuess[] {
  const isColumn = (object: SchemaObject): boolean => object.kind === "column";
  const before = groupBy(
    gone.filter((object) => isColumn(object) && findObject(to, object.parent ?? "") !== undefined),
    (object) => object.parent ?? "",
  );
  const after = groupBy(come.filter(isColumn), (object) => object.parent ?? "");
  return [...before].flatMap(([table, olds]) => {
    const news = after.get(table) ?? [];
    return olds.length * news.length > weighable ? [] : bestOf(pairs(olds, news, (a, b) => scoreColumns(from, to, { a, b, olds, news })));
  });
}

interface ColumnPair {
  readonly a: SchemaObject;
  readonly b: SchemaObject;
  readonly olds: readonly SchemaObject[];
  readonly news: readonly SchemaObject[];
}
function scoreColumns(from: Schema, to: Schema, { a, b, olds, news }: ColumnPair): Score {
  const [before, after] = [define<ColumnDefinition>(a), define<ColumnDefinition>(b)];
  const isSame = before.type === after.type;
  if (!isSame && !/^(?:widens-in-place|rewrites)$/.test(typeChange(before.type, after.type))) return null;
  const ofType = (objects: readonly SchemaObject[], type: string): number =>
    objects.filter((object) => define<ColumnDefinition>(object).type === type).length;
  const isOnly = isSame && ofType(olds, before.type) === 1 && ofType(news, after.type) === 1;
  const likeness = similarity(before.name, after.name);
  const place = positionOf(from, a) === positionOf(to, b);
  const [role, otherRole] = [rolesOf(from, a), rolesOf(to, b)];
  const roles = role === otherRole && role !== "";
  const rare = !/^(text|integer|bigint|boolean|character varying|timestamp)/.test(before.type);
  const reasons = [
    isSame ? `same type ${before.type}` : `${after.type} holds every ${before.type}`,
    ...(isOnly ? ["the only such field that goes and comes"] : []),
    ...(place ? ["same place"] : []),
    ...(roles ? ["the same keys, checks or indexes rest on it"] : []),
    ...(likeness >= 0.5 ? ["the names are alike"] : []),
  ];
  const required = before.notNull === after.notNull ? 0.05 : -0.1;
  const confidence =
    (isSame ? 0.3 : 0.15) + likeness * 0.3 + (place ? 0.2 : 0) + (roles ? 0.2 : 0) + (isOnly ? 0.1 : 0) + required + (rare ? 0.05 : 0);
  return { confidence: round(Math.min(confidence, 0.99)), because: reasons.join(", ") };
}

function positionOf(schema: Schema, column: SchemaObject): number {
  return childrenOf(schema, column.parent ?? "", "column").findIndex((object) => object.id === column.id);
}

/** Kinds of what rests on the column: a renamed column keeps its key and its index. */
function rolesOf(schema: Schema, column: SchemaObject): string {
  return childrenOf(schema, column.parent ?? "")
    .filter((object) => object.dependsOn.includes(column.id))
    .map((object) => `${object.kind}/${(object.definition as { readonly type?: string }).type ?? ""}`)
    .toSorted()
    .join(",");
}

/** Kinds of which nothing is asked: their names hold nothing, or follow from what they stand on. */
const unasked: ReadonlySet<string> = new Set([
  "table",
  "column",
  "schema",
  "constraint",
  "index",
  "trigger",
  "policy",
  "grant",
  "comment",
  "extension",
]);

/** Things that differ in nothing but the name. */
function guessSame(gone: readonly SchemaObject[], come: readonly SchemaObject[]): readonly RenameGuess[] {
  const asked = (objects: readonly SchemaObject[]): ReadonlyMap<string, readonly SchemaObject[]> =>
    groupBy(
      objects.filter((object) => !unasked.has(object.kind)),
      (object) => `${object.kind} ${shapeOf(object)}`,
    );
  const after = asked(come);
  return [...asked(gone)].flatMap(([shape, objects]) => {
    const others = after.get(shape) ?? [];
    const isOnly = objects.length === 1 && others.length === 1;
    return bestOf(
      pairs(objects.slice(0, 200), others.slice(0, 200), (a, b) => ({
        confidence: round((isOnly ? 0.8 : 0.5) + similarity(a.id, b.id) * 0.19),
        because: `the definition differs in nothing but the name${isOnly ? ", and no other does" : ""}`,
      })),
    );
  });
}

/** Values that went from an enumeration where another came in their place. */
function guessValues(from: Schema, to: Schema): readonly RenameGuess[] {
  return from.objects.flatMap((object): readonly RenameGuess[] => {
    const other = object.kind === "enum" ? findObject(to, object.id) : undefined;
    if (other === undefined) return [];
    const [before, after] = [define<EnumDefinition>(object).labels, define<EnumDefinition>(other).labels];
    if (before.length !== after.length) return [];
    return before.flatMap((label, at) => {
      const next = after[at] ?? "";
      if (label === next || after.includes(label) || before.includes(next)) return [];
      const confidence = round(0.65 + similarity(label, next) * 0.3);
      return [{ from: valueId(object, label), to: valueId(object, next), confidence, because: "it stands in the same place of the order" }];
    });
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Share of common pairs of letters (Dice) of the last parts of two names or ids. */
function similarity(a: string, b: string): number {
  const last = (name: string): string => partsOf(`x:${name.slice(name.indexOf(":") + 1).replace(/\(.*$/s, "")}`).at(-1) ?? name;
  const bigrams = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.toLowerCase().slice(at, at + 2));
  const [left, right] = [bigrams(last(a)), [...bigrams(last(b))]];
  const total = left.length + right.length;
  let shared = 0;
  for (const pair of left) {
    const at = right.indexOf(pair);
    if (at === -1) continue;
    shared += 1;
    right.splice(at, 1);
  }
  return total === 0 ? 0 : (2 * shared) / total;
}
