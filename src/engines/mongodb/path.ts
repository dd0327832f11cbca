import { LeadError } from "../../model/error.ts";
import { parseName, printName } from "../../model/name.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Document } from "./schema.ts";

/** One step of a path: a field's name, and how many arrays it is the element of (`items[]` is 1). */
export interface PathPart {
  readonly name: string;
  readonly arrays: number;
}

/** `items[].sku` → items (an array), sku. The inverse of {@link printPath}. An unreadable path has no parts. */
export function parsePath(text: string): readonly PathPart[] {
  const parts: PathPart[] = [];
  let rest = text;
  while (rest.length > 0) {
    const match = /^(?:"((?:[^"]|"")*)"|([^".[\]]+))((?:\[\])*)(?:\.|$)/.exec(rest);
    if (match === null) return [];
    const name = match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"');
    parts.push({ name, arrays: (match[3] ?? "").length / 2 });
    rest = rest.slice(match[0].length);
    if (rest.length === 0 && match[0].endsWith(".")) return [];
  }
  return parts;
}

export function printPath(parts: readonly PathPart[]): string {
  return parts.map((part) => `${printName([part.name])}${"[]".repeat(part.arrays)}`).join(".");
}

/** A path of a field inside an object of name `label`: what an intent calls `orders.items[].sku`. */
export function pathWithin(label: string, name: string): readonly PathPart[] {
  const owner = parseName(label);
  const parts = parseName(name);
  const isOwn = owner.every((part, index) => parts[index] === part) && parts.length > owner.length;
  const own = isOwn ? parts.slice(owner.length) : parts;
  // One quoted part may hold a whole path, as outlines print it; a name with a dot of its own stands in quotes inside it.
  return own.flatMap((part) => {
    const inner = parsePath(part);
    return inner.length === 0 ? [{ name: part, arrays: 0 }] : inner;
  });
}

/** As queries and indexes write it: names joined by dots, arrays looked through. */
export function dotted(parts: readonly PathPart[]): string {
  return parts.map((part) => part.name).join(".");
}

/** Names that update paths and queries cannot address. https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/ */
export function demandPlain(parts: readonly PathPart[]): void {
  for (const { name } of parts) {
    if (name === "" || name.startsWith("$") || name.includes("."))
      throw new LeadError("intent-unsupported", `A field named "${name}" cannot be changed: queries and updates read its name as a path.`, {
        hint: "Write the change by hand with $getField and $setField, or rename the field in the application first.",
      });
  }
}

const hasArrays = (parts: readonly PathPart[]): boolean => parts.some((part) => part.arrays > 0);
const parentOf = (parts: readonly PathPart[]): readonly PathPart[] => parts.slice(0, -1);
export const lastOf = (parts: readonly PathPart[]): string => parts.at(-1)?.name ?? "";

/** A query that holds where some holder of the path's last field satisfies `condition`, whose keys are names in that holder. */
export function matchHolder(parts: readonly PathPart[], condition: Document): Document {
  const parents = parentOf(parts);
  const at = parents.findIndex((part) => part.arrays > 0);
  if (at === -1) {
    const prefix = parents.map((part) => part.name);
    return prefixKeys(condition, prefix);
  }
  const [head, tail] = [parents.slice(0, at + 1), [...parents.slice(at + 1), parts.at(-1) ?? { name: "", arrays: 0 }]];
  const deeper = Array.from({ length: (parents[at]?.arrays ?? 1) - 1 });
  const inner = deeper.reduce<Document>((query) => ({ $elemMatch: query }), { $elemMatch: matchHolder(tail, condition) });
  return { [dotted(head)]: inner };
}

function prefixKeys(condition: Document, prefix: readonly string[]): Document {
  if (prefix.length === 0) return condition;
  return Object.fromEntries(
    Object.entries(condition).map(([key, value]) => {
      if (!key.startsWith("$")) return [[...prefix, key].join("."), value];
      return [key, Array.isArray(value) ? value.map((item: JsonValue) => prefixKeys(item as Document, prefix)) : value];
    }),
  );
}

/**
 * Stages of an update that change every holder of the path's last field: `change` gets an expression for the holder and gives the new one.
 * A holder that is no document is left as it is.
 */
export function changeHolders(parts: readonly PathPart[], change: (holder: JsonValue) => JsonValue): readonly Document[] {
  return [{ $replaceWith: descend("$$ROOT", parentOf(parts), 0, change) }];
}

function descend(value: JsonValue, parents: readonly PathPart[], depth: number, change: (holder: JsonValue) => JsonValue): JsonValue {
  const [next, ...rest] = parents;
  const inside =
    next === undefined ? change(value) : setField(value, next.name, walk(getField(value, next.name), next.arrays, rest, depth, change));
  const exists = next === undefined ? [] : [{ $ne: [{ $type: getField(value, next.name) }, "missing"] }];
  const isDocument: readonly JsonValue[] = value === "$$ROOT" ? [] : [{ $eq: [{ $type: value }, "object"] }];
  const guards = [...isDocument, ...exists];
  if (guards.length === 0) return inside;
  return { $cond: [guards.length === 1 ? (guards[0] ?? true) : { $and: guards }, inside, value] };
}

function walk(
  value: JsonValue,
  arrays: number,
  rest: readonly PathPart[],
  depth: number,
  change: (holder: JsonValue) => JsonValue,
): JsonValue {
  if (arrays === 0) return descend(value, rest, depth, change);
  const name = `each${depth}`;
  const mapped = { $map: { input: value, as: name, in: walk(`$$${name}`, arrays - 1, rest, depth + 1, change) } };
  return { $cond: [{ $isArray: [value] }, mapped, value] };
}

/** The value of a field of the holder; missing where there is none. */
export function getField(holder: JsonValue, name: string): JsonValue {
  if (typeof holder === "string") return holder === "$$ROOT" ? `$${name}` : `${holder}.${name}`;
  return { $getField: { field: name, input: holder } };
}
export function setField(holder: JsonValue, name: string, value: JsonValue): JsonValue {
  return { $setField: { field: name, input: holder, value } };
}

/** Sets a field from an expression over the document; arrays on the way need an expression over the holder instead. */
export function setStages(parts: readonly PathPart[], value: (holder: JsonValue) => JsonValue): readonly Document[] {
  const last = lastOf(parts);
  if (hasArrays(parentOf(parts))) return changeHolders(parts, (holder) => setField(holder, last, value(holder)));
  const prefix = parentOf(parts).map((part) => part.name);
  return [{ $set: { [dotted(parts)]: value(prefix.length === 0 ? "$$ROOT" : `$${prefix.join(".")}`) } }];
}
export function unsetStages(parts: readonly PathPart[]): readonly Document[] {
  const last = lastOf(parts);
  if (hasArrays(parentOf(parts))) return changeHolders(parts, (holder) => setField(holder, last, "$$REMOVE"));
  return [{ $unset: dotted(parts) }];
}
/** Sets one field only where the holder does not have it yet, so that a second run and a newer value are left alone. */
export function fillStages(parts: readonly PathPart[], value: (holder: JsonValue) => JsonValue): readonly Document[] {
  const last = lastOf(parts);
  return setStages(parts, (holder) => {
    const old = getField(holder, last);
    return { $cond: [{ $eq: [{ $type: old }, "missing"] }, value(holder), old] };
  });
}
