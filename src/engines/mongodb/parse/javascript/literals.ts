import type { SgNode } from "@ast-grep/napi";
import type { JsonValue } from "../../../../model/json.ts";
import { isDocument, isList } from "../value.ts";

/** The text of a string literal with its escapes read. */
export function readString(node: SgNode): string {
  const inner = node.text().slice(1, -1);
  return inner.includes("\\") ? unescape(inner) : inner;
}

const simple: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", "0": "\0", "\n": "" };

export function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, long: string, four: string, two: string, one: string) => {
      const code = long ?? four ?? two;
      return code === undefined ? (simple[one] ?? one) : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}

export function readNumber(text: string): JsonValue {
  const plain = text.replaceAll("_", "");
  return plain.endsWith("n") ? { $numberLong: plain.slice(0, -1) } : Number(plain);
}

/** `/^a/i` as Extended JSON. */
export function readRegex(node: SgNode): JsonValue {
  const [, pattern = "", flags = ""] = /^\/([\s\S]*)\/([a-z]*)$/.exec(node.text()) ?? [];
  return {
    $regularExpression: {
      pattern,
      options: Array.from(flags)
        .filter((flag) => "imsxu".includes(flag))
        .toSorted()
        .join(""),
    },
  };
}

/** Values that are made by a call or by `new`, as Extended JSON; null: not one of them. `Long.fromNumber`, `ObjectId.createFromHexString` are named by what stands before the dot. */
export function makeTyped(name: string, args: readonly JsonValue[]): JsonValue | null {
  const [first] = args;
  const text = typeof first === "string" || typeof first === "number" ? String(first) : null;
  switch (name) {
    case "ObjectId":
    case "ObjectID":
      return { $oid: text ?? "" };
    case "Date":
    case "ISODate":
      return { $date: text ?? "" };
    case "Int32":
    case "NumberInt":
      return text === null ? null : Number(text);
    case "Double":
      return text === null ? null : Number(text);
    case "Long":
    case "NumberLong":
    case "BigInt":
      return text === null ? null : { $numberLong: text };
    case "Decimal128":
    case "NumberDecimal":
      return text === null ? null : { $numberDecimal: text };
    case "UUID":
      return { $uuid: text ?? "" };
    case "MinKey":
      return { $minKey: 1 };
    case "MaxKey":
      return { $maxKey: 1 };
    case "Timestamp":
      return { $timestamp: isDocument(first) ? first : { t: Number(text ?? 0), i: Number(args[1] ?? 0) } };
    case "Binary":
    case "BinData":
    case "HexData":
      return { $binary: { base64: "", subType: "00" } };
    case "RegExp":
    case "BSONRegExp":
      return typeof first === "string"
        ? { $regularExpression: { pattern: first, options: typeof args[1] === "string" ? args[1] : "" } }
        : null;
    case "Code":
      return { $code: text ?? "" };
    case "String":
      return text;
    case "Number":
      return text === null ? null : Number(text);
    default:
      return null;
  }
}

/** `a + b` of texts and numbers; null: not known. */
export function combine(operator: string, left: JsonValue, right: JsonValue): JsonValue | null {
  if (typeof left === "number" && typeof right === "number") {
    const results: Readonly<Record<string, number>> = {
      "+": left + right,
      "-": left - right,
      "*": left * right,
      "/": left / right,
      "%": left % right,
      "**": left ** right,
    };
    return results[operator] ?? null;
  }
  const isText = (value: JsonValue): value is string | number => typeof value === "string" || typeof value === "number";
  return operator === "+" && isText(left) && isText(right) ? `${left}${right}` : null;
}

/** Methods of lists and texts whose answer is known; null: not known. */
export function callOnValue(value: JsonValue, method: string, args: readonly JsonValue[]): JsonValue | null {
  const [first, second] = args;
  if (typeof value === "string") {
    if (method === "toString" || method === "valueOf") return value;
    if (method === "toLowerCase") return value.toLowerCase();
    if (method === "toUpperCase") return value.toUpperCase();
    if (method === "trim") return value.trim();
    if (method === "split" && typeof first === "string") return value.split(first);
    if (method === "concat") return value + args.map(String).join("");
  }
  if (isList(value)) {
    if (method === "concat") return args.reduce<JsonValue[]>((all, one) => [...all, ...(isList(one) ? one : [one])], [...value]);
    if (method === "join") return value.map(String).join(typeof first === "string" ? first : ",");
    if (method === "slice" && (first === undefined || typeof first === "number"))
      return value.slice(first ?? 0, typeof second === "number" ? second : undefined);
    if (method === "flat") return value.flatMap((one) => (isList(one) ? [...one] : [one]));
  }
  return null;
}
