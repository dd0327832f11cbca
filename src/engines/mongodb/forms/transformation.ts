import { LeadError } from "../../../model/error.ts";
import type { JsonValue } from "../../../model/json.ts";
import { parseName } from "../../../model/name.ts";
import type { Carry } from "../../../model/plan.ts";
import type { DataRule } from "../../engine.ts";
import { printCommand } from "../command.ts";
import { typesOf } from "../outline.ts";
import {
  demandPlain,
  dotted,
  fillStages,
  getField,
  lastOf,
  matchHolder,
  parsePath,
  type PathPart,
  setStages,
  unsetStages,
} from "../path.ts";
import { elementsToDocuments } from "./elements-to-documents.ts";
import type { Document } from "../schema.ts";

/** Documents to change, and the idempotent update that changes them. */
export interface Rewrite {
  readonly summary: string;
  readonly filter: Document;
  readonly pipeline: readonly Document[];
  /** `copy`: the pipeline reads documents and ends in `$merge`; `delete`: documents go. Absent: an update. */
  readonly how?: "copy" | "delete";
  /** Another collection than the transformation's own. */
  readonly collection?: string;
  /** A command whose `n` is what is left, where counting by the filter does not tell. */
  readonly remaining?: Document;
}
/** How documents of one collection get from the old shape to the new: `adopt` adds the new fields beside the old, `finish` takes the old ones away. */
export interface Transformation {
  readonly rule: DataRule;
  /** Name of the collection before the change. */
  readonly collection: string;
  readonly adopt: Rewrite | null;
  /** Undoes {@link adopt}; null: what it changed cannot be told apart. */
  readonly unadopt: Rewrite | null;
  readonly finish: Rewrite | null;
  readonly unfinish: Rewrite | null;
  /** What going back loses; empty: nothing. */
  readonly loses: string;
  readonly carries: readonly Pick<Carry, "fieldBefore" | "fieldAfter" | "forward" | "backward">[];
  /** Paths that are new, and must not be there before. */
  readonly fresh: readonly string[];
  /** Whether code that writes the old shape has to be gone before documents are changed. */
  readonly waitsFor: "both-shapes" | "nothing";
}

/** Throws `intent-unsupported` for what cannot be done to documents of this shape. */
export function transformationOf(rule: DataRule, collection: string): Transformation | null {
  const from = rule.from.map(pathOf);
  const to = rule.to.map(pathOf);
  for (const path of [...from, ...to]) demandPlain(path);
  switch (rule.kind) {
    case "rename":
      return renaming(rule, collection, first(from), first(to));
    case "split":
    case "merge":
      return recasting(rule, collection, from, to);
    case "fill":
      return filling(rule, collection, first(to));
    case "convert":
      return converting(rule, collection, first(from));
    case "drop":
      return dropping(rule, collection, first(from));
    case "move":
      return elementsToDocuments(rule, collection, first(from), first(to));
    case "rows":
      return null;
  }
}

/** A rule names fields by path, or by their last parts in quotes. */
function pathOf(text: string): readonly PathPart[] {
  const path = parsePath(text);
  return path.length > 0 ? path : parseName(text).map((name) => ({ name, arrays: 0 }));
}
function first(paths: readonly (readonly PathPart[])[]): readonly PathPart[] {
  return paths[0] ?? [];
}

const present = { $exists: true };
const absent = { $exists: false };

function renaming(rule: DataRule, collection: string, from: readonly PathPart[], to: readonly PathPart[]): Transformation {
  const [old, now] = [lastOf(from), lastOf(to)];
  const isSibling = dotted(from.slice(0, -1)) === dotted(to.slice(0, -1));
  const hasArrays = [...from.slice(0, -1), ...to.slice(0, -1)].some((part) => part.arrays > 0);
  if (!isSibling && hasArrays)
    throw new LeadError("intent-unsupported", `${dotted(from)} cannot move out of the array that it stands in.`, {
      hint: "Split the work: an array becomes a collection by move-field.",
    });
  const value = (holder: JsonValue): JsonValue => (isSibling ? getField(holder, old) : `$${dotted(from)}`);
  const back = (holder: JsonValue): JsonValue => (isSibling ? getField(holder, now) : `$${dotted(to)}`);
  const [a, b] = [printed(from), printed(to)];
  const both = isSibling
    ? (one: Document): Document => matchHolder(from, one)
    : (one: Document): Document => spread(one, dotted(from), dotted(to), old, now);
  return {
    rule,
    collection,
    adopt: {
      summary: `copy ${a} to ${b}`,
      filter: both({ [old]: present, [now]: absent }),
      pipeline: (hasArrays ? fillStages : setStages)(to, value),
    },
    unadopt: { summary: `remove ${b}`, filter: matchHolder(to, { [now]: present }), pipeline: unsetStages(to) },
    finish: { summary: `remove ${a}`, filter: matchHolder(from, { [old]: present }), pipeline: unsetStages(from) },
    unfinish: {
      summary: `copy ${b} back to ${a}`,
      filter: both({ [old]: absent, [now]: present }),
      pipeline: (hasArrays ? fillStages : setStages)(from, back),
    },
    loses: "",
    carries: [{ fieldBefore: a, fieldAfter: b, forward: expressionText(from), backward: expressionText(to) }],
    fresh: [b],
    waitsFor: "both-shapes",
  };
}

/** Two fields of different holders: each by its whole path. */
function spread(condition: Document, from: string, to: string, old: string, now: string): Document {
  return { [from]: condition[old] ?? present, [to]: condition[now] ?? present };
}

function recasting(
  rule: DataRule,
  collection: string,
  from: readonly (readonly PathPart[])[],
  to: readonly (readonly PathPart[])[],
): Transformation {
  if ([...from, ...to].some((path) => path.some((part) => part.arrays > 0)))
    throw new LeadError("intent-unsupported", `${rule.kind} works on fields of a document, not of the elements of an array.`);
  const all = (paths: readonly (readonly PathPart[])[], state: Document): Document[] => paths.map((path) => ({ [dotted(path)]: state }));
  const some = (paths: readonly (readonly PathPart[])[], state: Document): Document => joinAny(all(paths, state));
  const set = (paths: readonly (readonly PathPart[])[], values: DataRule["forward"]): Document => ({
    $set: Object.fromEntries(
      paths.flatMap((path) => (values[printed(path)] === undefined ? [] : [[dotted(path), readExpression(values[printed(path)] ?? "")]])),
    ),
  });
  const hasBack = from.every((path) => rule.backward[printed(path)] !== undefined);
  const names = (paths: readonly (readonly PathPart[])[]): string => paths.map(printed).join(", ");
  return {
    rule,
    collection,
    adopt: {
      summary: `make ${names(to)} of ${names(from)}`,
      filter: { $and: [some(from, present), ...all(to, absent)] },
      pipeline: [set(to, rule.forward)],
    },
    unadopt: { summary: `remove ${names(to)}`, filter: some(to, present), pipeline: [{ $unset: to.map(dotted) }] },
    finish: { summary: `remove ${names(from)}`, filter: some(from, present), pipeline: [{ $unset: from.map(dotted) }] },
    unfinish: hasBack
      ? {
          summary: `make ${names(from)} of ${names(to)}`,
          filter: { $and: [some(to, present), ...all(from, absent)] },
          pipeline: [set(from, rule.backward)],
        }
      : null,
    loses: hasBack ? "" : `the values of ${names(from)}`,
    carries: [
      ...to.map((path) => ({
        fieldBefore: printed(from[0] ?? []),
        fieldAfter: printed(path),
        forward: rule.forward[printed(path)] ?? null,
        backward: null,
      })),
      ...from.map((path) => ({
        fieldBefore: printed(path),
        fieldAfter: null,
        forward: null,
        backward: rule.backward[printed(path)] ?? null,
      })),
    ],
    fresh: to.map(printed),
    waitsFor: "both-shapes",
  };
}

function joinAny(conditions: readonly Document[]): Document {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { $or: conditions };
}

/** `backward` names the field where it is new: then going back takes it away. */
function filling(rule: DataRule, collection: string, to: readonly PathPart[]): Transformation {
  const name = lastOf(to);
  const value = readExpression(rule.forward[printed(to)] ?? "null");
  const isNew = rule.backward[printed(to)] !== undefined;
  const hasArrays = to.slice(0, -1).some((part) => part.arrays > 0);
  // A value of null is none where the field has to have one.
  const filter = matchHolder(to, isNew ? { [name]: absent } : { [name]: null });
  const empty = (holder: JsonValue): JsonValue => ({ $ifNull: [getField(holder, name), value] });
  return {
    rule,
    collection,
    adopt: { summary: `give ${printed(to)} a value where it has none`, filter, pipeline: setStages(to, hasArrays ? empty : () => value) },
    unadopt: isNew ? { summary: `remove ${printed(to)}`, filter: matchHolder(to, { [name]: present }), pipeline: unsetStages(to) } : null,
    finish: null,
    unfinish: null,
    loses: isNew ? "" : `which documents had no ${printed(to)}`,
    carries: isNew
      ? [{ fieldBefore: null, fieldAfter: printed(to), forward: null, backward: null }]
      : [
          {
            fieldBefore: printed(to),
            fieldAfter: printed(to),
            forward: printCommandValue({ $ifNull: [`$${dotted(to)}`, value] }),
            backward: null,
          },
        ],
    fresh: isNew ? [printed(to)] : [],
    waitsFor: "both-shapes",
  };
}

/** `forward` and `backward` convert the value; the types that stay as they are stand in `to` (`int | null`). */
function converting(rule: DataRule, collection: string, from: readonly PathPart[]): Transformation {
  const path = printed(from);
  const kept = typesOf({ bsonType: (rule.to[1] ?? "").split(" | ") });
  const were = typesOf({ bsonType: (rule.to[2] ?? "").split(" | ") });
  const [forward, backward] = [rule.forward[path], rule.backward[path]];
  const hasArrays = from.slice(0, -1).some((part) => part.arrays > 0);
  if (hasArrays) throw new LeadError("intent-unsupported", `The type of ${path}, a field of an array's elements, is changed by hand.`);
  // By expression: a query by type would look into arrays.
  const others = (types: readonly string[]): Document => ({
    $expr: { $not: [{ $in: [{ $type: `$${dotted(from)}` }, typesLeft(types)] }] },
  });
  return {
    rule,
    collection,
    adopt: { summary: `convert ${path}`, filter: others(kept), pipeline: setStages(from, () => readExpression(forward ?? `$${path}`)) },
    unadopt:
      backward === undefined
        ? null
        : { summary: `convert ${path} back`, filter: others(were), pipeline: setStages(from, () => readExpression(backward)) },
    finish: null,
    unfinish: null,
    loses: backward === undefined ? `the values of ${path} as they were before` : "",
    carries: [
      { fieldBefore: path, fieldAfter: path, forward: JSON.stringify(convertOnce(from, kept, forward)), backward: backward ?? null },
    ],
    fresh: [],
    waitsFor: "both-shapes",
  };
}

/** As `$type` of an expression names them. */
function typesLeft(types: readonly string[]): readonly string[] {
  return ["missing", ...types.filter((type) => type !== ""), ...(types.includes("number") ? ["int", "long", "double", "decimal"] : [])];
}

/** The value where it needs no conversion, else what it becomes. */
function convertOnce(from: readonly PathPart[], kept: readonly string[], forward: string | undefined): JsonValue {
  const read = `$${dotted(from)}`;
  return { $cond: [{ $in: [{ $type: read }, typesLeft(kept)] }, read, readExpression(forward ?? read)] };
}

function dropping(rule: DataRule, collection: string, from: readonly PathPart[]): Transformation {
  const path = printed(from);
  return {
    rule,
    collection,
    adopt: null,
    unadopt: null,
    finish: { summary: `remove ${path}`, filter: matchHolder(from, { [lastOf(from)]: present }), pipeline: unsetStages(from) },
    unfinish: null,
    loses: `the values of ${path}`,
    carries: [{ fieldBefore: path, fieldAfter: null, forward: null, backward: null }],
    fresh: [],
    waitsFor: "nothing",
  };
}

function printed(path: readonly PathPart[]): string {
  return path
    .map(
      (part) =>
        (/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(part.name) ? part.name : `"${part.name.replaceAll('"', '""')}"`) + "[]".repeat(part.arrays),
    )
    .join(".");
}
/** Paths through arrays are read as the server reads them: the array of their values. */
function expressionText(path: readonly PathPart[]): string {
  return `$${dotted(path)}`;
}
function printCommandValue(value: Document): string {
  return printCommand(value);
}

/** An expression as a requirement writes it: `$name`, a document, or a value as JSON. Throws `requirement-invalid`. */
export function readExpression(text: string): JsonValue {
  const trimmed = text.trim();
  if (/^\$[^{]/.test(trimmed)) return trimmed;
  try {
    return JSON.parse(trimmed) as JsonValue;
  } catch (cause) {
    throw new LeadError("requirement-invalid", `"${trimmed.slice(0, 80)}" is no expression of MongoDB.`, {
      cause,
      hint: 'Write a path ("$name") or an aggregation expression as JSON: { "$toUpper": "$name" }.',
    });
  }
}
