import type { TypeChange } from "../engine.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Document } from "./schema.ts";

const neutral: Readonly<Record<string, string>> = {
  text: "string",
  varchar: "string",
  char: "string",
  citext: "string",
  integer: "int",
  int4: "int",
  smallint: "int",
  bigint: "long",
  int8: "long",
  numeric: "decimal",
  money: "decimal",
  float: "double",
  real: "double",
  boolean: "bool",
  timestamp: "date",
  timestamptz: "date",
  datetime: "date",
  time: "date",
  json: "object",
  jsonb: "object",
  document: "object",
  uuid: "binData",
  bytea: "binData",
  blob: "binData",
  objectid: "objectId",
};
const bson = new Set(
  "double string object array binData objectId bool date null regex int long decimal number minKey maxKey any".split(" "),
);

/** A type as people or outlines write it (`text`, `varchar(40)`, `string | null`, `array<int>`, `string[]`) as part of a JSON Schema; null: nobody knows it. */
export function schemaOfType(type: string): Document | null {
  const members = type.split("|").map((one) => one.trim());
  if (members.length > 1) {
    const schemas = members.map((member) => schemaOfType(member));
    if (schemas.some((schema) => schema === null)) return null;
    const types = schemas.flatMap((schema) => (typeof schema?.["bsonType"] === "string" ? [schema["bsonType"]] : []));
    return Object.assign({}, ...schemas, { bsonType: [...new Set(types)] }) as Document;
  }
  const array = /^array<(.+)>$/i.exec(type.trim())?.[1] ?? /^(.+)\[\]$/.exec(type.trim())?.[1];
  if (array !== undefined) {
    const items = schemaOfType(array);
    return items === null ? null : Object.keys(items).length === 0 ? { bsonType: "array" } : { bsonType: "array", items };
  }
  const match = /^([A-Za-z][A-Za-z0-9 ]*?)(?:\((\d+)(?:,\s*\d+)?\))?(?: with(?:out)? time zone)?$/.exec(type.trim());
  const name = match?.[1]?.toLowerCase() ?? "";
  if (name === "any") return {};
  const found = [...bson].find((one) => one.toLowerCase() === name) ?? neutral[name];
  if (found === undefined) return null;
  const length = found === "string" && match?.[2] !== undefined ? { maxLength: Number(match[2]) } : {};
  return { bsonType: found, ...length };
}

function typesOfText(type: string): readonly string[] {
  const schema = schemaOfType(type);
  const told = schema?.["bsonType"];
  return typeof told === "string" ? [told] : Array.isArray(told) ? (told as readonly string[]) : [];
}

const order = ["int", "long", "decimal"];

/** What becomes of values: BSON keeps the type with each value, so that only a type that is no longer let in is converted. */
export function typeChange(from: string, to: string): TypeChange {
  const [before, after] = [typesOfText(from).filter((type) => type !== "null"), typesOfText(to).filter((type) => type !== "null")];
  if (from === to || (before.length > 0 && before.toSorted().join() === after.toSorted().join())) return "same";
  if (after.length === 0) return "widens-in-place";
  const wide = after.includes("number") ? [...after, "int", "long", "double", "decimal"] : after;
  const left = before.filter((type) => !wide.includes(type));
  if (before.length > 0 && left.length === 0) return "widens-in-place";
  const target = after[0] ?? "";
  const changes = (left.length === 0 ? ["any"] : left).map((type) => convertsTo(type, target));
  const ranked: readonly TypeChange[] = ["impossible", "loses", "may-fail", "rewrites"];
  return ranked.find((one) => changes.includes(one)) ?? "may-fail";
}

/** By $convert: https://www.mongodb.com/docs/manual/reference/operator/aggregation/convert/ */
function convertsTo(from: string, to: string): TypeChange {
  const isNumber = (type: string): boolean => ["int", "long", "double", "decimal", "number"].includes(type);
  if (to === "string")
    return isNumber(from) || ["bool", "objectId", "date"].includes(from) ? "rewrites" : from === "any" ? "may-fail" : "impossible";
  if (isNumber(from) && isNumber(to)) {
    if (order.indexOf(from) !== -1 && order.indexOf(from) < order.indexOf(to)) return "rewrites";
    if (from === "int" && to === "double") return "rewrites";
    return from === "double" || from === "decimal" ? "loses" : "may-fail";
  }
  if (isNumber(to)) return ["string", "bool", "date", "any"].includes(from) ? "may-fail" : "impossible";
  if (to === "bool") return isNumber(from) ? "loses" : "may-fail";
  if (to === "date") return ["string", "objectId", "long", "double", "any"].includes(from) ? "may-fail" : "impossible";
  if (to === "objectId") return from === "string" || from === "any" ? "may-fail" : "impossible";
  if (to === "array") return "rewrites";
  return "impossible";
}

/** An expression that converts a value; a value that does not convert stops the batch that meets it. */
export function convertExpression(value: JsonValue, to: string): JsonValue {
  if (to === "array") return { $cond: [{ $isArray: [value] }, value, [value]] };
  return { $convert: { input: value, to: to === "number" ? "double" : to, onNull: null } };
}

/** A value of a requirement as Extended JSON of this type. */
export function literalOf(value: string | number | boolean | null, type: string): JsonValue {
  const [first = ""] = typesOfText(type);
  if (value === null || typeof value === "boolean") return value;
  if (first === "date") return { $date: typeof value === "number" ? new Date(value).toISOString() : new Date(value).toISOString() };
  if (first === "objectId") return { $oid: String(value) };
  if (first === "long") return { $numberLong: String(value) };
  if (first === "decimal") return { $numberDecimal: String(value) };
  if (first === "double" && typeof value === "number") return { $numberDouble: Number.isInteger(value) ? `${value}.0` : String(value) };
  if (first === "int" && typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
  if (first === "bool" && typeof value === "string") return value === "true";
  return value;
}
