/** A value that survives `JSON.stringify` and back. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** JSON with sorted keys and without undefined members: equal values print equally. */
export function printCanonical(value: JsonValue | undefined): string {
  if (value === undefined) return "null";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => printCanonical(item)).join(",")}]`;
  const record = value as { readonly [key: string]: JsonValue | undefined };
  let text = "";
  for (const [key, printed] of sortedKeys(record)) {
    const member = record[key];
    if (member !== undefined) text += `${text === "" ? "" : ","}${printed}:${printCanonical(member)}`;
  }
  return `{${text}}`;
}

type Keys = readonly (readonly [key: string, printed: string])[];
/** Most records are alike: their keys are sorted and printed once. */
const shapes = new Map<string, Keys>();

function sortedKeys(record: Members): Keys {
  const keys = Object.keys(record);
  const shape = JSON.stringify(keys);
  const known = shapes.get(shape);
  if (known !== undefined) return known;
  const sorted = keys.sort().map((key) => [key, JSON.stringify(key)] as const);
  if (shapes.size < 1000) shapes.set(shape, sorted);
  return sorted;
}

/** Whether two values print equally, without printing them. */
export function isEqualJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item: JsonValue, at) => isEqualJson(item, b[at] as JsonValue))
    );
  }
  const [left, right]: readonly [Members, Members] = [a as Members, b as Members];
  const has = (members: Members, key: string): boolean => members[key] !== undefined;
  return (
    Object.keys(left).every((key) => !has(left, key) || (has(right, key) && isEqualJson(left[key], right[key]))) &&
    Object.keys(right).every((key) => !has(right, key) || has(left, key))
  );
}
type Members = { readonly [key: string]: JsonValue | undefined };
