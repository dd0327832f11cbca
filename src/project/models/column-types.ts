/** Types by their usual names and aliases, as PostgreSQL prints them. https://www.postgresql.org/docs/18/datatype.html */
const printed: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  serial: "integer",
  serial4: "integer",
  bigserial: "bigint",
  serial8: "bigint",
  smallserial: "smallint",
  serial2: "smallint",
  bool: "boolean",
  float: "double precision",
  float4: "real",
  float8: "double precision",
  "double precision": "double precision",
  double: "double precision",
  decimal: "numeric",
  dec: "numeric",
  varchar: "character varying",
  string: "character varying",
  char: "character",
  bpchar: "character",
  varbit: "bit varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};

/** `varchar(80)` → `character varying(80)`, `timestamptz(3)[]` → `timestamp(3) with time zone[]`; what it does not know stays as it is. */
export function printColumnType(text: string): string {
  const match = /^\s*([a-z][\w ]*?|"[^"]+")\s*(?:\(([^)]*)\))?\s*((?:with|without) time zone)?\s*((?:\[\d*\])*)\s*$/i.exec(text);
  if (match === null) return text;
  const [, name = "", inner, zone, lists = ""] = match;
  const key = [name.toLowerCase(), zone?.toLowerCase()].filter((part) => part !== undefined).join(" ");
  const type = name.startsWith('"') ? name : (printed[key] ?? key);
  const parts = inner
    ?.split(",")
    .map((part) => part.trim())
    .join(",");
  const length = type === "character" && parts === undefined ? "1" : parts;
  const full = type === "numeric" && length !== undefined && /^\d+$/.test(length) ? `${length},0` : length;
  return `${withLength(type, full)}${lists === "" ? "" : "[]"}`;
}

/** The precision of a time stands before its zone. */
function withLength(type: string, length: string | undefined): string {
  if (length === undefined || length === "") return type;
  const timed = /^(timestamp|time)( (?:with|without) time zone)$/.exec(type);
  return timed === null ? `${type}(${length})` : `${timed[1] ?? ""}(${length})${timed[2] ?? ""}`;
}

/** A name of a type that somebody made, as the server prints it. */
export function printTypeName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `ON DELETE` in any of the spellings that ORMs use: `Cascade`, `SET NULL`, `set_null`, `nullify`. */
export function readAction(text: string | undefined): "no action" | "restrict" | "cascade" | "set null" | "set default" | null {
  const word = text?.replaceAll(/[^a-z]/gi, "").toLowerCase();
  if (word === "noaction") return "no action";
  if (word === "setnull" || word === "nullify") return "set null";
  if (word === "setdefault") return "set default";
  return word === "restrict" || word === "cascade" ? word : null;
}

export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replaceAll(/[\s-]+/g, "_")
    .toLowerCase();
}
