import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { childrenOf } from "../objects/surroundings.ts";

export interface RenameGuess {
  readonly from: string;
  readonly to: string;
  readonly confidence: number;
  readonly because: string;
}

/** Pairs of what went and what came that may be one thing under another name: tables by their fields, fields by type, place and name. */
export function guessRenames(from: Schema, to: Schema): readonly RenameGuess[] {
  const [before, after] = [new Set(from.objects.map((object) => object.id)), new Set(to.objects.map((object) => object.id))];
  const gone = from.objects.filter((object) => !after.has(object.id));
  const come = to.objects.filter((object) => !before.has(object.id));
  const tables = pairs(gone.filter(isTable), come.filter(isTable), (a, b) => scoreTables(from, to, a, b));
  const columns = gone.filter((object) => object.kind === "column" && after.has(object.parent ?? ""));
  const fields = pairs(
    columns,
    come.filter((object) => object.kind === "column"),
    (a, b) => (a.parent === b.parent ? scoreColumns(from, to, a, b) : null),
  );
  return [...tables, ...fields];
}

const isTable = (object: SchemaObject): boolean => object.kind === "table";

type Score = { readonly confidence: number; readonly because: string } | null;

/** Best pairs first; nothing is paired twice. */
function pairs(
  gone: readonly SchemaObject[],
  come: readonly SchemaObject[],
  score: (a: SchemaObject, b: SchemaObject) => Score,
): readonly RenameGuess[] {
  const all = gone.flatMap((a) =>
    come.flatMap((b) => {
      const scored = score(a, b);
      return scored === null ? [] : [{ from: a.id, to: b.id, ...scored }];
    }),
  );
  const taken = new Set<string>();
  return all
    .toSorted((a, b) => b.confidence - a.confidence)
    .filter((guess) => {
      if (taken.has(guess.from) || taken.has(guess.to)) return false;
      taken.add(guess.from).add(guess.to);
      return true;
    });
}

function scoreTables(from: Schema, to: Schema, a: SchemaObject, b: SchemaObject): Score {
  const shape = (schema: Schema, table: SchemaObject): ReadonlyMap<string, string> =>
    new Map(
      childrenOf(schema, table.id, "column").map((object) => [
        define<ColumnDefinition>(object).name,
        define<ColumnDefinition>(object).type,
      ]),
    );
  const [before, after] = [shape(from, a), shape(to, b)];
  const shared = [...before].filter(([name, type]) => after.get(name) === type).length;
  const share = (2 * shared) / Math.max(1, before.size + after.size);
  if (share < 0.5) return null;
  return {
    confidence: round(share * 0.9 + similarity(labelOf(a.id), labelOf(b.id)) * 0.1),
    because: `${shared} of ${before.size} fields have the same name and type`,
  };
}

function scoreColumns(from: Schema, to: Schema, a: SchemaObject, b: SchemaObject): Score {
  const [before, after] = [define<ColumnDefinition>(a), define<ColumnDefinition>(b)];
  if (before.type !== after.type) return null;
  const likeness = similarity(before.name, after.name);
  const place = positionOf(from, a) === positionOf(to, b);
  const roles = rolesOf(from, a) === rolesOf(to, b) && rolesOf(from, a) !== "";
  const required = before.notNull === after.notNull;
  const rare = !/^(text|integer|bigint|boolean|character varying|timestamp)/.test(before.type);
  const reasons = [
    `same type ${before.type}`,
    ...(place ? ["same place"] : []),
    ...(roles ? ["the same keys, checks or indexes rest on it"] : []),
    ...(likeness >= 0.5 ? ["the names are alike"] : []),
  ];
  const confidence = 0.3 + likeness * 0.3 + (place ? 0.2 : 0) + (roles ? 0.2 : 0) + (required ? 0.05 : -0.1) + (rare ? 0.05 : 0);
  return { confidence: round(Math.min(confidence, 0.99)), because: reasons.join(", ") };
}

function positionOf(schema: Schema, column: SchemaObject): number {
  return childrenOf(schema, column.parent ?? "", "column").findIndex((object) => object.id === column.id);
}

/** Kinds of what rests on the column: a renamed column keeps its key and its index. */
function rolesOf(schema: Schema, column: SchemaObject): string {
  return schema.objects
    .filter((object) => object.dependsOn.includes(column.id))
    .map((object) => `${object.kind}/${(object.definition as { readonly type?: string }).type ?? ""}`)
    .toSorted()
    .join(",");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Share of common pairs of letters (Dice). */
function similarity(a: string, b: string): number {
  const bigrams = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.toLowerCase().slice(at, at + 2));
  const [left, right] = [bigrams(partsOf(`x:${a}`).at(-1) ?? a), [...bigrams(partsOf(`x:${b}`).at(-1) ?? b)]];
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
