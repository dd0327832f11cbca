/** What a type word of a requirement becomes, and the check that keeps its meaning. */
export interface NeutralType {
  readonly type: string;
  /** With `?` where the column's name goes. */
  readonly check: string | null;
}

const plain: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["text", "string", "timestamp", "timestamptz", "datetime", "date", "time", "uuid"].map((word) => [word, "TEXT"])),
  ...Object.fromEntries(["integer", "int", "bigint", "smallint", "int2", "int4", "int8"].map((word) => [word, "INTEGER"])),
  ...Object.fromEntries(["real", "float", "double", "double precision", "float8"].map((word) => [word, "REAL"])),
  ...Object.fromEntries(["bytes", "blob", "bytea", "binary"].map((word) => [word, "BLOB"])),
};

/** Neutral words become one of SQLite's storage classes; a type of SQLite's own stays, in upper case. */
export function neutralType(word: string): NeutralType {
  const lower = word.trim().toLowerCase().replaceAll(/\s+/g, " ");
  const known = plain[lower];
  if (known !== undefined) return { type: known, check: null };
  if (lower === "boolean" || lower === "bool") return { type: "INTEGER", check: "? IN (0, 1)" };
  if (lower === "json" || lower === "jsonb") return { type: "TEXT", check: "json_valid(?)" };
  if (/^(?:decimal|numeric|money)\b/.test(lower)) return { type: "NUMERIC", check: null };
  if (/^(?:var)?char(?:acter)?(?: varying)?\b/.test(lower)) return { type: "TEXT", check: lengthCheck(lower) };
  return {
    type: word
      .trim()
      .toUpperCase()
      .replaceAll(/\s*([(),])\s*/g, "$1"),
    check: null,
  };
}

/** SQLite does not enforce a declared length. */
function lengthCheck(type: string): string | null {
  const length = /\((\d+)\)/.exec(type)?.[1];
  return length === undefined ? null : `length(?) <= ${length}`;
}
