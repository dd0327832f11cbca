import { LeadError } from "../../model/error.ts";
import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import type { ModelField, ModelObject, ModelRelation } from "./model.ts";

interface Block {
  readonly keyword: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

const scalars = new Set(["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"]);

/**
 * Models and views of a Prisma schema, which may stand in several files. Relations are told apart from fields.
 * Throws `schema-unreadable` naming file and line for a block that does not end. Source: https://www.prisma.io/docs/orm/reference/prisma-schema-reference
 */
export function readPrismaModel(files: readonly FileText[]): readonly ModelObject[] {
  const blocks = files.flatMap(readBlocks);
  const enums = new Set(blocks.filter((block) => block.keyword === "enum").map((block) => block.name));
  const objects = blocks.filter((block) => block.keyword === "model" || block.keyword === "view");
  const names = new Set(objects.map((block) => block.name));
  return objects.map((block) => readObject(block, enums, names));
}

function readBlocks(file: FileText): readonly Block[] {
  const blocks: Block[] = [];
  let open: { keyword: string; name: string; line: number; lines: { text: string; line: number }[] } | null = null;
  for (const [index, raw] of file.text.split("\n").entries()) {
    const text = stripComment(raw).trim();
    const line = index + 1;
    const head = /^(model|view|enum|type|generator|datasource)\s+(\w+)\s*\{(.*)$/.exec(text);
    if (open === null && head !== null) {
      open = { keyword: head[1] ?? "", name: head[2] ?? "", line, lines: [] };
      if (!(head[3] ?? "").trim().endsWith("}")) continue;
    }
    if (open === null) continue;
    if (text === "}" || head !== null) {
      blocks.push({ ...open, file: file.path });
      open = null;
    } else if (text !== "") open.lines.push({ text, line });
  }
  if (open !== null)
    throw new LeadError("schema-unreadable", `${file.path}:${open.line}: ${open.keyword} ${open.name} has no closing brace.`);
  return blocks;
}

function stripComment(line: string): string {
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === "\\" && isQuoted) index += 1;
    else if (line[index] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && line.startsWith("//", index)) return line.slice(0, index);
  }
  return line;
}

function readObject(block: Block, enums: ReadonlySet<string>, names: ReadonlySet<string>): ModelObject {
  const attributes = block.lines.filter(({ text }) => text.startsWith("@@")).map(({ text }) => text);
  const table = readText(attributes, "@@map") ?? block.name;
  const schema = readText(attributes, "@@schema");
  const members = block.lines.filter(({ text }) => !text.startsWith("@@"));
  const fields: ModelField[] = [];
  const relations: ModelRelation[] = [];
  for (const { text, line } of members) {
    const match = /^(\w+)\s+(Unsupported\("[^"]*"\)|\w+)(\[\]|\?)?(.*)$/.exec(text);
    if (match === null) continue;
    const [, property = "", type = "", mark = "", rest = ""] = match;
    if (names.has(type)) relations.push({ property, to: accessorOf(type) });
    else if (isScalar(type, enums)) fields.push(readField({ property, type, mark, rest, line }));
  }
  return {
    name: printName(schema === undefined ? [table] : [schema, table]),
    file: block.file,
    line: block.line,
    codeName: accessorOf(block.name),
    fields,
    relations,
    coverage: "whole",
  };
}

function isScalar(type: string, enums: ReadonlySet<string>): boolean {
  return scalars.has(type.replace(/\(.*$/, "")) || enums.has(type);
}

function readField(parts: {
  readonly property: string;
  readonly type: string;
  readonly mark: string;
  readonly rest: string;
  readonly line: number;
}): ModelField {
  const { property, type, mark, rest, line } = parts;
  const dbType = /@db\.(\w+(?:\([^)]*\))?)/.exec(rest)?.[1];
  const fallback = readDefault(rest);
  return {
    name: readText([rest], "@map") ?? property,
    property,
    type: `${type}${mark === "[]" ? "[]" : ""}`,
    ...(dbType === undefined ? {} : { dbType }),
    required: mark === "[]" ? null : mark !== "?",
    ...(fallback === undefined ? {} : { default: fallback }),
    line,
  };
}

/** The text inside `@default( … )`, brackets balanced. */
function readDefault(text: string): string | undefined {
  const start = text.indexOf("@default(");
  if (start === -1) return undefined;
  let depth = 1;
  let isQuoted = false;
  for (let index = start + "@default(".length; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\" && isQuoted) index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth += 1;
    else if (!isQuoted && character === ")") depth -= 1;
    if (depth === 0) return text.slice(start + "@default(".length, index).trim();
  }
  return undefined;
}

/** The first text argument of an attribute: `@map("mail")`, `@@map(name: "customers")`. */
function readText(lines: readonly string[], attribute: string): string | undefined {
  for (const line of lines) {
    const match = new RegExp(`(?:^|[^@\\w])${attribute}\\(\\s*(?:name\\s*:\\s*)?"((?:[^"\\\\]|\\\\.)*)"`).exec(line);
    if (match !== null) return (match[1] ?? "").replaceAll(/\\(.)/g, "$1");
  }
  return undefined;
}

/** The client's accessor: the model's name with a small first letter. */
function accessorOf(model: string): string {
  return `${model.slice(0, 1).toLowerCase()}${model.slice(1)}`;
}
