import type { FileText } from "../../model/migration.ts";
import { parseName, printName } from "../../model/name.ts";
import { printColumnType, printTypeName, readAction } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { type Named, numberIn, printValue, readArguments, skipPart, type SourceValue, textIn, textsIn, truthIn } from "./source-values.ts";
import { singularize } from "./word-forms.ts";

/** https://github.com/rails/rails: NATIVE_DATABASE_TYPES of the PostgreSQL adapter. */
const types: Readonly<Record<string, string>> = {
  string: "varchar",
  text: "text",
  integer: "integer",
  bigint: "bigint",
  float: "double precision",
  decimal: "numeric",
  date: "date",
  time: "time",
  binary: "bytea",
  boolean: "boolean",
  json: "json",
  jsonb: "jsonb",
  uuid: "uuid",
  inet: "inet",
  cidr: "cidr",
  macaddr: "macaddr",
  hstore: "hstore",
  citext: "citext",
  xml: "xml",
  tsvector: "tsvector",
  interval: "interval",
  point: "point",
  line: "line",
  lseg: "lseg",
  box: "box",
  path: "path",
  polygon: "polygon",
  circle: "circle",
  money: "money",
  oid: "oid",
  daterange: "daterange",
  numrange: "numrange",
  tsrange: "tsrange",
  tstzrange: "tstzrange",
  int4range: "int4range",
  int8range: "int8range",
  ltree: "ltree",
  serial: "integer",
  bigserial: "bigint",
};
const timed: Readonly<Record<string, string>> = { datetime: "timestamp", timestamp: "timestamp", timestamptz: "timestamptz" };

interface Line {
  readonly words: string;
  readonly items: readonly SourceValue[];
  readonly named: Named;
  readonly line: number;
}

/** Tables of `db/schema.rb`, as Rails dumps it. Source: https://guides.rubyonrails.org/active_record_migrations.html#schema-dumping-and-you */
export function readRailsSchema(file: FileText): readonly ModelObject[] {
  // From version 7 a time has six digits unless the dump says otherwise.
  const version = Number(/ActiveRecord::Schema\[(\d+)/.exec(file.text)?.[1] ?? 6);
  const drafts: ModelDraft[] = [];
  let open: ModelDraft | null = null;
  for (const line of readLines(file.text)) {
    if (line.words === "create_table") {
      open = startTable(file, line);
      drafts.push(open);
    } else if (line.words === "end") open = null;
    else if (open !== null && line.words.startsWith("t.")) readMember(open, line, version);
    else if (line.words === "add_foreign_key") addForeignKey(drafts, line);
    else if (line.words === "add_index")
      addIndex(drafts.find(({ name }) => name === nameOf(line.items[0])) ?? null, { ...line, items: line.items.slice(1) });
  }
  return drafts.map(finishObject);
}

/** `t.string "mail", limit: 80` and its like: a word or two, and what it is given. */
function readLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let number = 1;
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && text[end] !== "\n") end = skipPart(text, end);
    const content = text.slice(at, end).trim();
    const match = /^((?:t\.)?\w+)(?:[ (]([\s\S]*))?$/.exec(content);
    if (match !== null) {
      const given = (match[2] ?? "")
        .replace(/\s+do\s*\|\w+\|\s*$/, "")
        .replace(/\)\s*$/, (bracket) => (content.includes("(") && content[match[1]?.length ?? 0] === "(" ? "" : bracket));
      lines.push({ words: match[1] ?? "", ...readArguments(given), line: number });
    }
    number += text.slice(at, end).split("\n").length;
    at = end + 1;
  }
  return lines;
}

function nameOf(value: SourceValue | undefined): string {
  return printName(parseName(textIn(value) ?? ""));
}

function startTable(file: FileText, { items, named, line }: Line): ModelDraft {
  const name = nameOf(items[0]);
  const draft = draftObject({ name, file: file.path, line, codeName: classOf(name) });
  const id = named.get("id");
  const keys = textsIn(named.get("primary_key"));
  if (keys !== null && keys.length > 1) {
    draft.keys.push({ kind: "primary", fields: keys });
    return draft;
  }
  if (truthIn(id) === "no") return draft;
  const options: Named = id?.kind === "map" ? id.entries : named;
  const type = textIn(id) ?? (id?.kind === "map" ? textIn(id.entries.get("type")) : undefined) ?? "bigint";
  const key = keys?.[0] ?? "id";
  const fallback = options.get("default");
  draft.fields.push({
    name: key,
    property: key,
    type,
    columnType: typeOf(type, options, 7) ?? type,
    required: true,
    ...(fallback === undefined || fallback.kind === "name" ? {} : { default: printValue(fallback) }),
    line,
  });
  draft.keys.push({ kind: "primary", fields: [key] });
  return draft;
}

function readMember(draft: ModelDraft, line: Line, version: number): void {
  const kind = line.words.slice(2);
  if (kind === "index") return addIndex(draft, line);
  if (kind === "unique_constraint") return void draft.keys.push({ kind: "unique", fields: textsIn(line.items[0]) ?? [] });
  if (/^(?:check_constraint|exclusion_constraint)$/.test(kind)) return;
  const name = textIn(line.items[0]);
  if (name === undefined) return void draft.unread.push(`line ${line.line}: ${line.words} is not read`);
  const type = kind === "column" || kind === "virtual" ? (textIn(line.items[1]) ?? textIn(line.named.get("type")) ?? "") : kind;
  const columnType = typeOf(type, line.named, version);
  const fallback = line.named.get("default");
  draft.fields.push({
    name,
    property: name,
    type,
    ...(columnType === null ? {} : { columnType }),
    required:
      truthIn(line.named.get("null")) === "no" || (draft.keys.find(({ kind: key }) => key === "primary")?.fields.includes(name) ?? false),
    ...(fallback === undefined ? {} : { default: printValue(fallback) }),
    line: line.line,
  });
  if (columnType === null) draft.unread.push(`line ${line.line}: the type of ${name} (${type}) is not known`);
}

function typeOf(type: string, named: Named, version: number): string | null {
  const suffix = truthIn(named.get("array")) === "yes" ? "[]" : "";
  if (type === "enum") {
    const name = textIn(named.get("enum_type"));
    return name === undefined ? null : `${parseName(name).map(printTypeName).join(".")}${suffix}`;
  }
  const [limit, precision, scale] = [named.get("limit"), named.get("precision"), named.get("scale")].map(numberIn);
  const base = timed[type];
  if (base !== undefined) {
    const digits = precision ?? (named.has("precision") || version < 7 ? null : 6);
    return `${printColumnType(digits === null ? base : `${base}(${digits})`)}${suffix}`;
  }
  const known = types[type];
  if (known === undefined)
    return /^[a-z]\w*(?:\(\d+(?:,\d+)?\))?$/.test(type) && (type.includes("(") || type === "bit" || type === "vector")
      ? `${printColumnType(type)}${suffix}`
      : null;
  if (type === "integer") return `${limit === 8 ? "bigint" : limit === 2 ? "smallint" : "integer"}${suffix}`;
  if (type === "decimal" && precision !== null && precision !== undefined)
    return `${printColumnType(`numeric(${precision},${scale ?? 0})`)}${suffix}`;
  if (type === "string" && limit !== null && limit !== undefined) return `${printColumnType(`varchar(${limit})`)}${suffix}`;
  if (type === "float" && limit !== null && limit !== undefined && limit <= 24) return `real${suffix}`;
  return `${printColumnType(precision === null || precision === undefined || type !== "time" ? known : `${known}(${precision})`)}${suffix}`;
}

function addIndex(draft: ModelDraft | null, { items, named, line }: Line): void {
  if (draft === null) return;
  const fields = textsIn(items[0]);
  const isText = items[0]?.kind === "text" && !draft.fields.some(({ name }) => name === textIn(items[0]));
  if (fields === null || isText)
    return void draft.unread.push(`line ${line}: an index over an expression (${items.map(printValue).join(", ")})`);
  const isUnique = truthIn(named.get("unique")) === "yes";
  const isPartial = named.has("where");
  if (isUnique && !isPartial) draft.keys.push({ kind: "unique", fields });
  else draft.indexes.push({ fields, unique: isUnique ? "yes" : "no", partial: isPartial ? "yes" : "no" });
}

function addForeignKey(drafts: readonly ModelDraft[], { items, named }: Line): void {
  const [from, to] = [nameOf(items[0]), nameOf(items[1])];
  const draft = drafts.find(({ name }) => name === from);
  const fields = textsIn(named.get("column")) ?? [`${singularize(to.split(".").at(-1) ?? to)}_id`];
  const target = drafts.find(({ name }) => name === to);
  const keys = textsIn(named.get("primary_key")) ?? target?.keys.find(({ kind }) => kind === "primary")?.fields ?? ["id"];
  draft?.references.push({
    fields,
    object: to,
    targetFields: keys,
    onDelete: readAction(textIn(named.get("on_delete"))) ?? "no action",
    onUpdate: readAction(textIn(named.get("on_update"))) ?? "no action",
  });
}

/** `order_lines` → `OrderLine`: the class of the table, where the application does not say otherwise. */
function classOf(table: string): string {
  return singularize(table.split(".").at(-1) ?? table)
    .split("_")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");
}
