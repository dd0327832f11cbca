import type { JsonValue } from "../../model/json.ts";
import type { ListedCommand } from "./commands.ts";

type Document = ListedCommand["document"];
const lineLength = 110;

/** A command as calls of MongoDB's driver for Node.js, with the names that have to be imported from it. */
export function printDriverCall({ document, comments }: ListedCommand): {
  readonly lines: readonly string[];
  readonly imports: ReadonlySet<string>;
} {
  const imports = new Set<string>();
  const { $db, ...body } = document;
  const database = typeof $db === "string" ? `client.db(${JSON.stringify($db)})` : "db";
  const [from, to] = [body["renameCollection"], body["to"]];
  const call =
    typeof from === "string" && typeof to === "string"
      ? `await ${database}.collection(${JSON.stringify(bare(from))}).rename(${JSON.stringify(bare(to))}${body["dropTarget"] === true ? ", { dropTarget: true }" : ""});`
      : `await ${database}.command(${printValue(body, 1, imports)});`;
  return { lines: [...comments.map((comment) => `// ${comment}`), ...call.split("\n")], imports };
}

/** `"db": "."` is the database at hand. */
const home = "db.databaseName";

function isHome(key: string, value: JsonValue | undefined): boolean {
  return key === "db" && value === ".";
}

function bare(namespace: string): string {
  const cut = namespace.indexOf(".");
  return cut === -1 ? namespace : namespace.slice(cut + 1);
}

/** Extended JSON as a literal of the driver's values. `depth`: steps of indentation of the line it begins on. */
function printValue(value: JsonValue | undefined, depth: number, imports: Set<string>): string {
  const flat = printFlat(value, imports);
  if (flat.length + depth * 2 <= lineLength || value === null || typeof value !== "object") return flat;
  const pad = "  ".repeat(depth);
  const close = "  ".repeat(depth - 1);
  if (Array.isArray(value))
    return `[\n${value.map((item: JsonValue) => `${pad}${printValue(item, depth + 1, imports)},`).join("\n")}\n${close}]`;
  if (typedOf(value as Document, imports) !== null) return flat;
  return `{\n${Object.entries(value as Document)
    .map(([key, member]) => `${pad}${printKey(key)}: ${isHome(key, member) ? home : printValue(member, depth + 1, imports)},`)
    .join("\n")}\n${close}}`;
}

function printFlat(value: JsonValue | undefined, imports: Set<string>): string {
  if (value === undefined || value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => printFlat(item, imports)).join(", ")}]`;
  const typed = typedOf(value as Document, imports);
  if (typed !== null) return typed;
  const members = Object.entries(value as Document).map(
    ([key, member]) => `${printKey(key)}: ${isHome(key, member) ? home : printFlat(member, imports)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : key === "__proto__" ? '["__proto__"]' : JSON.stringify(key);
}

/** https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/; null: an ordinary document. */
function typedOf(document: Document, imports: Set<string>): string | null {
  const [key = "", second] = Object.keys(document);
  const inner = document[key];
  if (second !== undefined) return null;
  const make = (name: string, text: string): string => {
    imports.add(name);
    return text;
  };
  const text = JSON.stringify(typeof inner === "object" ? "" : String(inner));
  switch (key) {
    case "$oid":
      return make("ObjectId", `new ObjectId(${text})`);
    case "$date":
      return typeof inner === "string" ? `new Date(${text})` : `new Date(${String((inner as Document)["$numberLong"] ?? 0)})`;
    case "$numberLong":
      return make("Long", `Long.fromString(${text})`);
    case "$numberInt":
      return make("Int32", `new Int32(${String(inner)})`);
    case "$numberDouble":
      return make("Double", `new Double(${/^-?[\d.e+-]+$/i.test(String(inner)) ? String(inner) : `Number(${text})`})`);
    case "$numberDecimal":
      return make("Decimal128", `Decimal128.fromString(${text})`);
    case "$uuid":
      return make("UUID", `new UUID(${text})`);
    case "$minKey":
      return make("MinKey", "new MinKey()");
    case "$maxKey":
      return make("MaxKey", "new MaxKey()");
    case "$regularExpression":
      return make(
        "BSONRegExp",
        `new BSONRegExp(${JSON.stringify((inner as Document)["pattern"])}, ${JSON.stringify((inner as Document)["options"] ?? "")})`,
      );
    case "$timestamp":
      return make("Timestamp", `new Timestamp(${JSON.stringify(inner)})`);
    case "$binary":
      return make(
        "Binary",
        `Binary.createFromBase64(${JSON.stringify((inner as Document)["base64"])}, 0x${String((inner as Document)["subType"] ?? "0")})`,
      );
    default:
      return null;
  }
}
