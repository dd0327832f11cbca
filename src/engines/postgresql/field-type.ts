import type { TypeChange } from "../engine.ts";
import { quoteName } from "./quote.ts";

/** Neutral and short spellings → the server's own (`format_type`). */
const spellings: Readonly<Record<string, string>> = {
  string: "text",
  int: "integer",
  int4: "integer",
  int2: "smallint",
  int8: "bigint",
  float4: "real",
  float: "double precision",
  float8: "double precision",
  double: "double precision",
  decimal: "numeric",
  dec: "numeric",
  bool: "boolean",
  varchar: "character varying",
  char: "character",
  json: "jsonb",
  timestamp: "timestamp with time zone",
  timestamptz: "timestamp with time zone",
  datetime: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
  binary: "bytea",
  serial: "integer",
  bigserial: "bigint",
};

/** A type as the engine spells it; neutral words become the type that fits best (`timestamp` → `timestamp with time zone`, `json` → `jsonb`), others pass. */
export function printFieldType(type: string): string {
  const { name, modifiers, dimensions } = splitType(type);
  const base = spellings[name.toLowerCase()] ?? name;
  const [head = base, ...tail] = /^(timestamp|time) (with.*)$/.exec(base)?.slice(1) ?? [base];
  return `${head}${modifiers.length === 0 ? "" : `(${modifiers.join(",")})`}${tail.length === 0 ? "" : ` ${tail.join(" ")}`}${dimensions}`;
}

/** Whether the type is that of the extension citext, in whatever schema that stands. */
export function isCitext(type: string): boolean {
  return /^(?:(?:\w+|"(?:[^"]|"")+")\.)?citext$/.test(type.trim());
}

/** `json` is a neutral word and a type of the server's: where a schema says it, it is the type. */
function printKnownType(type: string): string {
  if (isCitext(type)) return "citext";
  return /^json(?:\[\d*\])*$/.test(type.trim()) ? type.trim() : printFieldType(type);
}

interface TypeParts {
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly dimensions: string;
}

function splitType(type: string): TypeParts {
  const dimensions = /((?:\[\d*\])+)$/.exec(type.trim())?.[1] ?? "";
  const bare = type.trim().slice(0, type.trim().length - dimensions.length);
  const match = /^([^(]*)\(([\d\s,-]+)\)(.*)$/.exec(bare);
  if (match === null) return { name: bare, modifiers: [], dimensions: dimensions.replaceAll(/\d/g, "") };
  return {
    name: `${(match[1] ?? "").trim()}${match[3] ?? ""}`,
    modifiers: (match[2] ?? "").split(",").map(Number),
    dimensions: dimensions.replaceAll(/\d/g, ""),
  };
}

const whole = ["smallint", "integer", "bigint"];
const texts = ["character varying", "text", "citext"];

/** How values survive the change (`text` and `citext` are stored alike); types as printed in outlines or neutral. Source: ALTER TABLE and the type chapters of the PostgreSQL 18 documentation. */
export function typeChange(from: string, to: string): TypeChange {
  const [before, after] = [splitType(printKnownType(from)), splitType(printKnownType(to))];
  if (before.dimensions !== after.dimensions) return "impossible";
  if (before.dimensions !== "") return before.name === after.name && isEqual(before, after) ? "same" : "rewrites";
  if (before.name === after.name) return isEqual(before, after) ? "same" : modifierChange(before, after);
  if (texts.includes(before.name) && texts.includes(after.name)) return textChange(before, after);
  return familyChange(before, after);
}

function isEqual(a: TypeParts, b: TypeParts): boolean {
  return a.modifiers.join(",") === b.modifiers.join(",");
}

function modifierChange(before: TypeParts, after: TypeParts): TypeChange {
  const name = after.name;
  if (name === "numeric") return numericChange(before, after);
  if (texts.includes(name) || name === "bit varying") return textChange(before, after);
  if (name === "character" || name === "bit") return (after.modifiers[0] ?? 1) >= (before.modifiers[0] ?? 1) ? "rewrites" : "may-fail";
  // Fractions of a second: fewer digits round.
  return (after.modifiers[0] ?? 6) >= (before.modifiers[0] ?? 6) ? "widens-in-place" : "loses";
}

function textChange(before: TypeParts, after: TypeParts): TypeChange {
  const [limit] = after.modifiers;
  if (limit === undefined) return "widens-in-place";
  return before.modifiers[0] !== undefined && limit >= before.modifiers[0] ? "widens-in-place" : "may-fail";
}

function numericChange(before: TypeParts, after: TypeParts): TypeChange {
  const [precision, scale = 0] = after.modifiers;
  if (precision === undefined) return "widens-in-place";
  const [oldPrecision, oldScale = 0] = before.modifiers;
  if (oldPrecision === undefined || scale < oldScale) return "loses";
  if (precision - scale < oldPrecision - oldScale) return "may-fail";
  return scale === oldScale ? "widens-in-place" : "rewrites";
}

/** Digits before the point that every value of a whole-number type needs. */
const digits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
const families: Readonly<Record<string, readonly (readonly [string, TypeChange])[]>> = {
  real: [["double precision", "rewrites"], ["numeric", "loses"], ...whole.map((name) => [name, "loses"] as const)],
  "double precision": [["real", "loses"], ["numeric", "loses"], ...whole.map((name) => [name, "loses"] as const)],
  numeric: [["real", "loses"], ["double precision", "loses"], ...whole.map((name) => [name, "loses"] as const)],
  boolean: [["integer", "rewrites"]],
  date: [
    ["timestamp without time zone", "rewrites"],
    ["timestamp with time zone", "rewrites"],
  ],
  "timestamp without time zone": [
    ["timestamp with time zone", "rewrites"],
    ["date", "loses"],
    ["time without time zone", "loses"],
  ],
  "timestamp with time zone": [
    ["timestamp without time zone", "loses"],
    ["date", "loses"],
    ["time without time zone", "loses"],
    ["time with time zone", "loses"],
  ],
  "time without time zone": [
    ["time with time zone", "rewrites"],
    ["interval", "rewrites"],
  ],
  "time with time zone": [["time without time zone", "loses"]],
  json: [["jsonb", "rewrites"]],
  jsonb: [["json", "rewrites"]],
  uuid: [["bytea", "impossible"]],
  cidr: [["inet", "widens-in-place"]],
  inet: [["cidr", "loses"]],
  xml: [["text", "rewrites"]],
  character: [
    ["text", "loses"],
    ["character varying", "may-fail"],
  ],
};

function familyChange(before: TypeParts, after: TypeParts): TypeChange {
  if (whole.includes(before.name)) return wholeChange(before.name, after);
  const known = families[before.name]?.find(([name]) => name === after.name)?.[1];
  if (known !== undefined) return known === "rewrites" && after.modifiers.length > 0 && !after.name.includes("time") ? "may-fail" : known;
  if (after.name === "text") return "rewrites";
  if (after.name === "character varying" || after.name === "character")
    return after.modifiers.length === 0 && after.name !== "character" ? "rewrites" : "may-fail";
  if (texts.includes(before.name) || before.name === "character") return "may-fail";
  // An enum, a domain or another type of the user's own: its values pass through their text.
  return isBuiltIn(before.name) && isBuiltIn(after.name) ? "impossible" : "may-fail";
}

function wholeChange(from: string, after: TypeParts): TypeChange {
  if (whole.includes(after.name)) return whole.indexOf(after.name) > whole.indexOf(from) ? "rewrites" : "may-fail";
  if (after.name === "numeric") {
    const [precision, scale = 0] = after.modifiers;
    return precision === undefined || precision - scale >= (digits[from] ?? 19) ? "rewrites" : "may-fail";
  }
  if (after.name === "double precision") return from === "bigint" ? "loses" : "rewrites";
  if (after.name === "real") return from === "smallint" ? "rewrites" : "loses";
  if (after.name === "boolean") return from === "integer" ? "loses" : "impossible";
  if (after.name === "text") return "rewrites";
  if (after.name === "character varying")
    return after.modifiers[0] === undefined || after.modifiers[0] > (digits[from] ?? 19) ? "rewrites" : "may-fail";
  return after.name === "character" ? "may-fail" : isBuiltIn(after.name) ? "impossible" : "may-fail";
}

const builtIn = new Set([
  ...Object.values(spellings),
  ...Object.keys(families),
  ..."timestamp without time zone,interval,bit,bit varying,bytea,jsonb,json,uuid,inet,cidr,macaddr,macaddr8,money,point,line,lseg,box,path,polygon,circle,tsvector,tsquery,xml,date,name,oid,int4range,int8range,numrange,tsrange,tstzrange,daterange".split(
    ",",
  ),
]);
function isBuiltIn(name: string): boolean {
  return builtIn.has(name);
}

/** Expression that turns a column's value into another type: by the server's own cast where there is one, else through the text. */
export function conversionSql(column: string, from: string, to: string): string {
  const name = quoteName(column);
  const change = typeChange(from, to);
  const isOwn = !isBuiltIn(splitType(from).name) || !isBuiltIn(splitType(to).name);
  const bothText = /^(text|character varying|character)\b/;
  const throughText = change === "impossible" || (isOwn && !bothText.test(from) && !bothText.test(to));
  return throughText ? `${name}::text::${to}` : `${name}::${to}`;
}
