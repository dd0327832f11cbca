/** A value that survives `JSON.stringify` and back. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** JSON with sorted keys and without undefined members: equal values print equally. */
export function printCanonical(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return printText(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map((item: JsonValue) => printCanonical(item)).join(",")}]`;
  const record = value as { readonly [key: string]: JsonValue | undefined };
  let text = "";
  for (const { key, printed } of sortedKeys(record)) {
    const member = record[key];
    if (member !== undefined) text += (text === "" ? printed : `,${printed}`) + printCanonical(member);
  }
  return `{${text}}`;
}

/** Texts that JSON writes as they stand: no quotes, backslashes, controls or surrogates. */
const plain = /^[ !#-[\]-~\u00a0-\ud7ff]*$/;

function printText(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** `printed`: with quotes and colon. */
type Keys = readonly { readonly key: string; readonly printed: string }[];
interface Shape {
  readonly keys: readonly string[];
  readonly sorted: Keys;
}
/** Most records are alike: their keys are sorted and printed once. By first key and number of keys, because that is quickly asked. */
const shapes = new Map<string, Shape>();

function sortedKeys(record: Members): Keys {
  const keys = Object.keys(record);
  const name = `${keys.length} ${keys[0] ?? ""}`;
  const known = shapes.get(name);
  if (known !== undefined && isSame(known.keys, keys)) return known.sorted;
  const sorted = keys.toSorted().map((key) => ({ key, printed: `${JSON.stringify(key)}:` }));
  if (shapes.size < 1000 || known !== undefined) shapes.set(name, { keys, sorted });
  return sorted;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let at = 0; at < b.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
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
  for (const key in left) {
    const member = left[key];
    if (member === undefined) continue;
    const other = right[key];
    if (member !== other && (other === undefined || !isEqualJson(member, other))) return false;
  }
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}
type Members = { readonly [key: string]: JsonValue | undefined };

/** The items of a list; of anything else none. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
