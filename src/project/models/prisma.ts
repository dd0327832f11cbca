import { LeadError } from "../../model/error.ts";
import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import { printColumnType, printTypeName, readAction } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelField, type ModelObject } from "./model.ts";

interface Block {
  readonly keyword: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

const scalars = new Set(["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"]);

/** https://www.prisma.io/docs/orm/overview/databases/postgresql#type-mappings */
const columnTypes: Readonly<Record<string, string>> = {
  String: "text",
  Boolean: "boolean",
  Int: "integer",
  BigInt: "bigint",
  Float: "double precision",
  Decimal: "numeric(65,30)",
  DateTime: "timestamp(3)",
  Json: "jsonb",
  Bytes: "bytea",
};

interface Names {
  /** Blocks of models and views by name. */
  readonly objects: ReadonlyMap<string, Block>;
  /** Enums: the name in the database. */
  readonly enums: ReadonlyMap<string, string>;
}

/**
 * Models and views of a Prisma schema, which may stand in several files, with the tables between of implicit many-to-many relations.
 * Throws `schema-unreadable` naming file and line for a block that does not end. Source: https://www.prisma.io/docs/orm/reference/prisma-schema-reference
 */
export function readPrismaModel(files: readonly FileText[]): readonly ModelObject[] {
  const blocks = files.flatMap(readBlocks);
  const enums = new Map(
    blocks
      .filter((block) => block.keyword === "enum")
      .map((block) => {
        const lines = block.lines.map(({ text }) => text);
        const schema = readText(lines, "@@schema");
        const name = readText(lines, "@@map") ?? block.name;
        return [block.name, [...(schema === undefined || schema === "public" ? [] : [schema]), name].map(printTypeName).join(".")] as const;
      }),
  );
  const objects = new Map(
    blocks.filter((block) => block.keyword === "model" || block.keyword === "view").map((block) => [block.name, block]),
  );
  const names = { objects, enums };
  return [...[...objects.values()].map((block) => readObject(block, names)), ...readBetween(names)];
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

const member = /^(\w+)\s+(Unsupported\("[^"]*"\)|\w+)(\[\]|\?)?(.*)$/;

function readObject(block: Block, names: Names): ModelObject {
  const attributes = block.lines.filter(({ text }) => text.startsWith("@@")).map(({ text }) => text);
  const draft = draftObject({ name: tableOf(block), file: block.file, line: block.line, codeName: accessorOf(block.name) });
  for (const { text, line } of block.lines.filter(({ text: content }) => !content.startsWith("@@"))) {
    const match = member.exec(text);
    if (match === null) continue;
    const [, property = "", type = "", mark = "", rest = ""] = match;
    if (names.objects.has(type)) {
      draft.relations.push({ property, to: accessorOf(type) });
      addReference(draft, { block, rest, type, isList: mark === "[]" ? "yes" : "no" }, names);
    } else if (isScalar(type, names.enums)) {
      const field = readField({ property, type, mark, rest, line }, names.enums);
      draft.fields.push(field);
      if (/(?:^|\s)@id\b/.test(rest)) draft.keys.push({ kind: "primary", fields: [field.name] });
      if (/(?:^|\s)@unique\b/.test(rest)) draft.keys.push({ kind: "unique", fields: [field.name] });
    } else draft.unread.push(`line ${line}: the type of ${property} (${type}) is not known`);
  }
  for (const text of attributes) {
    const kind = /^@@(id|unique|index|fulltext)\b/.exec(text)?.[1];
    const fields = kind === undefined ? null : fieldsIn(text.slice(text.indexOf("(")), block);
    if (kind === "id" && fields !== null) draft.keys.push({ kind: "primary", fields });
    if (kind === "unique" && fields !== null) draft.keys.push({ kind: "unique", fields });
    if (kind === "index" && fields !== null) draft.indexes.push({ fields, unique: "no", partial: "no" });
  }
  return finishObject(draft);
}

function tableOf(block: Block): string {
  const attributes = block.lines.filter(({ text }) => text.startsWith("@@")).map(({ text }) => text);
  const table = readText(attributes, "@@map") ?? block.name;
  const schema = readText(attributes, "@@schema");
  return printName(schema === undefined ? [table] : [schema, table]);
}

/** The database's names of `[a, b(sort: Desc)]`. */
function fieldsIn(text: string, block: Block): readonly string[] | null {
  const list = /\[([^\]]*)\]/.exec(text)?.[1];
  if (list === undefined) return null;
  return list
    .replaceAll(/\([^)]*\)/g, "")
    .split(",")
    .map((name) => columnOf(block, name.trim()));
}

function columnOf(block: Block, property: string): string {
  const rest = block.lines.map(({ text }) => member.exec(text)).find((match) => match?.[1] === property)?.[4] ?? "";
  return readText([rest], "@map") ?? property;
}

interface RelationParts {
  readonly block: Block;
  readonly rest: string;
  readonly type: string;
  readonly isList: "yes" | "no";
}

function addReference(draft: ModelDraft, { block, rest, type }: RelationParts, names: Names): void {
  const target = names.objects.get(type);
  const relation = /@relation\((.*)\)/.exec(rest)?.[1] ?? "";
  const own = /\bfields\s*:\s*(\[[^\]]*\])/.exec(relation)?.[1];
  const other = /\breferences\s*:\s*(\[[^\]]*\])/.exec(relation)?.[1];
  if (target === undefined || own === undefined || other === undefined) return;
  const fields = fieldsIn(own, block) ?? [];
  const properties = own
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim());
  const isRequired = properties.every((property) =>
    block.lines.some(({ text }) => {
      const match = member.exec(text);
      return match?.[1] === property && match[3] !== "?";
    }),
  );
  draft.references.push({
    fields,
    object: tableOf(target),
    targetFields: fieldsIn(other, target) ?? [],
    onDelete: readAction(/\bonDelete\s*:\s*(\w+)/.exec(relation)?.[1]) ?? (isRequired ? "restrict" : "set null"),
    onUpdate: readAction(/\bonUpdate\s*:\s*(\w+)/.exec(relation)?.[1]) ?? "cascade",
  });
}

/** Lists on both sides without fields: a table `_AToB`, or `_name` where the relation has one. */
function readBetween(names: Names): readonly ModelObject[] {
  const sides = [...names.objects.values()].flatMap((block) =>
    block.lines.flatMap(({ text, line }) => {
      const [, , type = "", mark = "", rest = ""] = member.exec(text) ?? [];
      const target = names.objects.get(type);
      if (target === undefined || mark !== "[]") return [];
      return [{ block, target, line, name: /@relation\(\s*(?:name\s*:\s*)?"([^"]+)"/.exec(rest)?.[1] ?? null }];
    }),
  );
  const made = new Map<string, ModelObject>();
  for (const side of sides) {
    const back = sides.find((one) => one !== side && one.block === side.target && one.target === side.block && one.name === side.name);
    if (back === undefined) continue;
    const [a, b] = [side.block, side.target].sort((one, other) => (one.name < other.name ? -1 : 1));
    const label = side.name ?? `${a?.name ?? ""}To${b?.name ?? ""}`;
    if (a !== undefined && b !== undefined && !made.has(label)) made.set(label, betweenObject(`_${label}`, [a, b], side.line, names));
  }
  return [...made.values()];
}

function betweenObject(name: string, ends: readonly Block[], line: number, names: Names): ModelObject {
  const draft = draftObject({ name, file: ends[0]?.file ?? "", line, codeName: name });
  for (const [index, block] of ends.entries()) {
    const field = index === 0 ? "A" : "B";
    const object = readObject(block, names);
    const key = object.keys.find(({ kind }) => kind === "primary")?.fields[0] ?? "id";
    const columnType = object.fields.find((one) => one.name === key)?.columnType;
    draft.fields.push({
      name: field,
      property: field,
      type: block.name,
      ...(columnType === undefined ? {} : { columnType }),
      required: true,
      line,
    });
    draft.references.push({ fields: [field], object: object.name, targetFields: [key], onDelete: "cascade", onUpdate: "cascade" });
  }
  draft.keys.push({ kind: "primary", fields: ["A", "B"] });
  draft.indexes.push({ fields: ["B"], unique: "no", partial: "no" });
  return finishObject(draft);
}

function isScalar(type: string, enums: ReadonlyMap<string, string>): boolean {
  return scalars.has(type.replace(/\(.*$/, "")) || enums.has(type);
}

function readField(
  parts: {
    readonly property: string;
    readonly type: string;
    readonly mark: string;
    readonly rest: string;
    readonly line: number;
  },
  enums: ReadonlyMap<string, string>,
): ModelField {
  const { property, type, mark, rest, line } = parts;
  const columnType = columnTypeOf(type, rest, enums);
  const dbType = /@db\.(\w+(?:\([^)]*\))?)/.exec(rest)?.[1];
  const fallback = readDefault(rest);
  return {
    name: readText([rest], "@map") ?? property,
    property,
    type: `${type}${mark === "[]" ? "[]" : ""}`,
    ...(dbType === undefined ? {} : { dbType }),
    ...(columnType === null ? {} : { columnType: `${columnType}${mark === "[]" ? "[]" : ""}` }),
    required: mark === "[]" ? null : mark !== "?",
    ...(fallback === undefined ? {} : { default: fallback }),
    line,
  };
}

/** `@db.` says it, else the scalar's own type. */
function columnTypeOf(type: string, rest: string, enums: ReadonlyMap<string, string>): string | null {
  const native = /@db\.(\w+)(?:\(([^)]*)\))?/.exec(rest);
  if (native !== null) {
    const word = (native[1] ?? "")
      .replace(/^DoublePrecision$/, "double precision")
      .replace(/^VarBit$/, "varbit")
      .toLowerCase();
    return printColumnType(
      word === "bytea"
        ? "bytea"
        : `${word === "bytes" ? "bytea" : word}${native[2] === undefined || native[2] === "" ? "" : `(${native[2]})`}`,
    );
  }
  const unsupported = /^Unsupported\("([^"]*)"\)$/.exec(type)?.[1];
  if (unsupported !== undefined) return printColumnType(unsupported);
  const made = enums.get(type);
  if (made !== undefined) return made;
  const known = columnTypes[type];
  return known === undefined ? null : printColumnType(known);
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
