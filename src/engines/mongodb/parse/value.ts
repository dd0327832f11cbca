import type { JsonValue } from "../../../model/json.ts";
import type { Document } from "../schema.ts";

/** 0-based UTF-16 offsets into the text of the script. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What an expression gives that only running it tells stands as `{ "$unread": "<its text>" }`. */
const unreadKey = "$unread";

/** Where the members of documents and the elements of arrays stand; by identity, so that documents stay plain. */
const spans = new WeakMap<object, Map<string, Span>>();

export function placeMember(holder: object, key: string | number, span: Span): void {
  const members = spans.get(holder) ?? new Map<string, Span>();
  members.set(String(key), span);
  spans.set(holder, members);
}

export function spanOf(holder: JsonValue | undefined, key: string | number): Span | null {
  return typeof holder === "object" && holder !== null ? (spans.get(holder)?.get(String(key)) ?? null) : null;
}

/** The member's place in one document is its place in another that was made of it. */
export function movePlace(from: object, key: string, to: object, name: string): void {
  const span = spans.get(from)?.get(key);
  if (span !== undefined) placeMember(to, name, span);
}

export function unread(text: string): Document {
  return { [unreadKey]: text.length > 120 ? `${text.slice(0, 117)}...` : text };
}

export function isUnread(value: JsonValue | undefined): boolean {
  return isDocument(value) && typeof value[unreadKey] === "string";
}

/** The text that could not be read; null: it could. */
export function unreadText(value: JsonValue | undefined): string | null {
  const text = isDocument(value) ? value[unreadKey] : undefined;
  return typeof text === "string" ? text : null;
}

export function isDocument(value: JsonValue | undefined): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function documentAt(holder: JsonValue | undefined, key: string): Document | null {
  const value = isDocument(holder) ? holder[key] : undefined;
  return isDocument(value) && !isUnread(value) ? value : null;
}

export function listAt(holder: JsonValue | undefined, key: string): readonly JsonValue[] {
  const value = isDocument(holder) ? holder[key] : undefined;
  return isList(value) ? value : [];
}

export function documentsAt(holder: JsonValue | undefined, key: string): readonly Document[] {
  return listAt(holder, key).filter(isDocument);
}

export function textAt(holder: JsonValue | undefined, key: string): string | null {
  const value = isDocument(holder) ? holder[key] : undefined;
  return typeof value === "string" ? value : null;
}

/** A number however Extended JSON writes it; null: none. */
export function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === "number") return value;
  const [key = "", ...others] = isDocument(value) ? Object.keys(value) : [];
  if (others.length > 0 || !/^\$number(?:Int|Long|Double|Decimal)$/.test(key) || !isDocument(value)) return null;
  const number = Number(value[key]);
  return Number.isFinite(number) ? number : null;
}

/** Keys of Extended JSON's wrappers, which are values and no operators (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/). */
export const wrappers: ReadonlySet<string> = new Set([
  ...[
    "$oid",
    "$date",
    "$numberInt",
    "$numberLong",
    "$numberDouble",
    "$numberDecimal",
    "$binary",
    "$uuid",
    "$timestamp",
    "$regularExpression",
  ],
  ...["$minKey", "$maxKey", "$undefined", "$symbol", "$code", "$scope", "$dbPointer", "$ref", "$id", unreadKey],
]);

/** Whether a document stands for one value (`{ "$date": … }`). */
export function isWrapped(value: JsonValue | undefined): boolean {
  const [key] = isDocument(value) ? Object.keys(value) : [];
  return key !== undefined && wrappers.has(key);
}

/** Every document below a value, the value itself first, with the keys that lead to it. */
export function* documentsIn(
  value: JsonValue | undefined,
  path: readonly string[] = [],
): Generator<{ readonly document: Document; readonly path: readonly string[] }> {
  if (isList(value)) {
    for (const [index, item] of value.entries()) yield* documentsIn(item, [...path, String(index)]);
    return;
  }
  if (!isDocument(value) || isWrapped(value)) return;
  yield { document: value, path };
  for (const [key, member] of Object.entries(value)) yield* documentsIn(member, [...path, key]);
}
