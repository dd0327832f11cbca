import type { JsonValue } from "../../model/json.ts";
import type { SchemaObject } from "../../model/schema.ts";

/** Members of definitions that hold text printed by the server. */
const printed: ReadonlySet<string> = new Set(["text", "query", "using", "check", "default", "expression"]);

/** Spells an object the one way in which equal things are equal, however they were written and however often they were printed and read again. */
export function normalizeObject(object: SchemaObject): SchemaObject {
  return object.kind === "function" || object.kind === "comment" ? object : { ...object, definition: normalizeValue(object.definition) };
}

function normalizeValue(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => normalizeValue(item));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]: readonly [string, JsonValue | undefined]) => {
      if (typeof member === "string") return [key, printed.has(key) ? normalizeExpression(member) : member];
      return [key, member === undefined ? undefined : normalizeValue(member)];
    }),
  );
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
