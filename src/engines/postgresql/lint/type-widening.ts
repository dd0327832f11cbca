interface PrintedType {
  readonly base: string;
  readonly modifiers: readonly number[];
}

/** Pairs that are stored alike and need no check of the values. */
const alike: ReadonlySet<string> = new Set([
  "character varying>text",
  "text>character varying",
  "text>citext",
  "citext>text",
  "character varying>citext",
  "citext>character varying",
  "cidr>inet",
  "xml>text",
  "xml>character varying",
]);
/** Without a precision these keep six digits of a second. */
const timed = /^(?:timestamp|time) /;
const timePrecision = 6;

/**
 * Whether ALTER COLUMN TYPE between two types, as `format_type` prints them, leaves the rows as they are stored and looks at none of them.
 * `timestamp` to `timestamptz` does so in time zone UTC only, so it counts as a rewrite. Source: https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function keepsStorage(from: string, to: string): boolean {
  if (from === to) return true;
  const before = readType(from);
  const after = readType(to);
  if (before === null || after === null) return false;
  if (before.base !== after.base) return after.modifiers.length === 0 && alike.has(`${before.base}>${after.base}`);
  if (timed.test(after.base)) return (after.modifiers[0] ?? timePrecision) >= (before.modifiers[0] ?? timePrecision);
  if (!["character varying", "bit varying", "numeric"].includes(after.base)) return false;
  if (after.modifiers.length === 0) return true;
  const [limit = 0, scale = 0] = after.modifiers;
  const [limitBefore, scaleBefore = 0] = before.modifiers;
  return limitBefore !== undefined && limit >= limitBefore && scale === scaleBefore;
}

/** Null for arrays, which are rewritten in any change. */
function readType(printed: string): PrintedType | null {
  const match = /^([^()[\]]+?)(?:\(([\d, -]+)\))?( with(?:out)? time zone)?$/.exec(printed);
  if (match === null) return null;
  return { base: `${match[1] ?? ""}${match[3] ?? ""}`, modifiers: match[2]?.split(",").map(Number) ?? [] };
}
