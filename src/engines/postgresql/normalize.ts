import { itemsOf, type JsonValue } from "../../model/json.ts";
import type { SchemaObject } from "../../model/schema.ts";

/** Members of definitions that hold text printed by the server. */
const printed: ReadonlySet<string> = new Set(["text", "query", "using", "check", "default", "expression"]);

/**
 * A definition spelled the one way in which equal things are equal, however they were written and however often they were printed and read again. What is
 * spelled so already is not copied.
 */
export function normalizeDefinition({ kind, definition }: SchemaObject): JsonValue {
  return kind === "function" || kind === "comment" ? definition : normalizeValue(definition);
}

function normalizeValue(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) {
    const before: readonly JsonValue[] = itemsOf(value);
    const items = before.map((item) => normalizeValue(item));
    return items.every((item, at) => item === before[at]) ? before : items;
  }
  const members = value as { readonly [key: string]: JsonValue | undefined };
  let changed: Record<string, JsonValue | undefined> | null = null;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (member === undefined || member === null) continue;
    const normal = typeof member === "string" ? (printed.has(key) ? normalizeExpression(member) : member) : normalizeValue(member);
    if (normal !== member) (changed ??= { ...members })[key] = normal;
  }
  return changed ?? value;
}

const element = String.raw`'(?:[^']|'')*'::character varying(?:\(\d+\))?`;
const varcharElement = new RegExp(element, "g");
const varcharList = new RegExp(String.raw`\(ARRAY\[(${element}(?:, ${element})*)\]\)::text\[\]`, "g");

/**
 * `x in ('a', 'b')` on a varchar is first printed as `(ARRAY['a'::character varying, …])::text[]`, and once that was read again as
 * `ARRAY[('a'::character varying)::text, …]`: the second form, which stays, is taken for both.
 */
export function normalizeExpression(text: string): string {
  if (!text.includes("::character varying")) return text;
  return text.replaceAll(varcharList, (_, items: string) => `ARRAY[${items.replaceAll(varcharElement, (item) => `(${item})::text`)}]`);
}
