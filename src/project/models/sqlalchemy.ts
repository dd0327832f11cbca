import type { FileText } from "../../model/migration.ts";
import { parseName, printName } from "../../model/name.ts";
import { printColumnType, printTypeName, readAction } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { type PythonClass, type PythonStatement, readPython } from "./python-source.ts";
import { type Named, numberIn, printValue, type SourceValue, textIn, textsIn, truthIn } from "./source-values.ts";

/** Types without arguments; https://docs.sqlalchemy.org/en/20/core/type_basics.html as the PostgreSQL dialect makes them. */
const plainTypes: Readonly<Record<string, string>> = {
  Integer: "integer",
  INTEGER: "integer",
  BigInteger: "bigint",
  BIGINT: "bigint",
  SmallInteger: "smallint",
  SMALLINT: "smallint",
  Boolean: "boolean",
  BOOLEAN: "boolean",
  Text: "text",
  TEXT: "text",
  UnicodeText: "text",
  Date: "date",
  DATE: "date",
  LargeBinary: "bytea",
  BYTEA: "bytea",
  JSON: "json",
  JSONB: "jsonb",
  Uuid: "uuid",
  UUID: "uuid",
  Double: "double precision",
  DOUBLE_PRECISION: "double precision",
  REAL: "real",
  Interval: "interval",
  INTERVAL: "interval",
  INET: "inet",
  CIDR: "cidr",
  MACADDR: "macaddr",
  TSVECTOR: "tsvector",
  CITEXT: "citext",
  HSTORE: "hstore",
  OID: "oid",
  MONEY: "money",
  INT4RANGE: "int4range",
  INT8RANGE: "int8range",
  NUMRANGE: "numrange",
  DATERANGE: "daterange",
  TSRANGE: "tsrange",
  TSTZRANGE: "tstzrange",
  PickleType: "bytea",
};
/** What an annotation alone means. */
const annotated: Readonly<Record<string, string>> = {
  int: "integer",
  str: "character varying",
  float: "double precision",
  bool: "boolean",
  bytes: "bytea",
  "datetime.datetime": "timestamp without time zone",
  datetime: "timestamp without time zone",
  "datetime.date": "date",
  date: "date",
  "datetime.time": "time without time zone",
  time: "time without time zone",
  "datetime.timedelta": "interval",
  timedelta: "interval",
  "decimal.Decimal": "numeric",
  Decimal: "numeric",
  "uuid.UUID": "uuid",
  UUID: "uuid",
};
const columnCalls = /(?:^|\.)(?:Column|mapped_column)$/;

interface Known {
  readonly classes: ReadonlyMap<string, PythonClass>;
  /** Members of enums by the class that holds them. */
  readonly enums: ReadonlySet<string>;
}

/** Declarative classes with their mixins, and tables of the core (`Table(…)`). Source: https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html */
export function readSqlalchemyModel(files: readonly FileText[]): readonly ModelObject[] {
  const read = files.map((file) => ({ file: file.path, ...readPython(file.path, file.text) }));
  const all = read.flatMap(({ classes }) => classes);
  const classes = new Map(all.map((found) => [found.name, found]));
  const enums = new Set(
    all.filter(({ bases }) => bases.some((base) => /(?:^|\.)(?:\w*Enum|StrEnum|IntEnum)$/.test(base))).map(({ name }) => name),
  );
  const known = { classes, enums };
  const declared = all.flatMap((found) => {
    const table = textIn(found.statements.find(({ target }) => target === "__tablename__")?.value ?? undefined);
    return table === undefined ? [] : [readClass(found, table, known)];
  });
  const core = read.flatMap(({ file, statements }) => statements.flatMap((statement) => readTable(file, statement, known)));
  return fillReferences([...declared, ...core]).map(finishObject);
}

function readClass(found: PythonClass, table: string, known: Known): ModelDraft {
  const statements = inherited(found, known);
  const options = statements.findLast(({ target }) => target === "__table_args__")?.value ?? null;
  const parts = options?.kind === "list" ? options.items : options === null ? [] : [options];
  const schema = parts.flatMap((part) => (part.kind === "map" ? (textIn(part.entries.get("schema")) ?? []) : []))[0];
  const draft = draftObject({
    name: printName(schema === undefined ? [table] : [schema, table]),
    file: found.file,
    line: found.line,
    codeName: found.name,
  });
  for (const base of found.bases)
    if (
      !known.classes.has(base.split(".").at(-1) ?? base) &&
      !/(?:^|\.)(?:Base|DeclarativeBase|Model|MappedAsDataclass|object)$/.test(base)
    )
      draft.unread.push(`line ${found.line}: ${found.name} inherits from ${base}, which is not in these files`);
  for (const statement of statements) readMember(draft, statement, known);
  for (const part of parts) if (part.kind === "call") readTableArgument(draft, part.callee, part.items, part.named);
  return draft;
}

/** What a class and the classes above it in these files assign, farthest first. */
function inherited(found: PythonClass, known: Known, seen: readonly string[] = []): readonly PythonStatement[] {
  const above = found.bases.flatMap((base) => {
    const parent = known.classes.get(base.split(".").at(-1) ?? base);
    return parent === undefined || seen.includes(parent.name) ? [] : inherited(parent, known, [...seen, found.name]);
  });
  const own = new Set(found.statements.map(({ target }) => target));
  return [...above.filter(({ target }) => !own.has(target)), ...found.statements];
}

function readMember(draft: ModelDraft, statement: PythonStatement, known: Known): void {
  const { target, annotation, value, line } = statement;
  if (target.startsWith("__")) return;
  if (value?.kind === "call" && /(?:^|\.)relationship$/.test(value.callee)) {
    const to =
      textIn(value.items[0]) ??
      (value.items[0]?.kind === "name" ? value.items[0].text : undefined) ??
      /["']?(\w+)["']?\]*$/.exec(annotation)?.[1];
    if (to !== undefined) draft.relations.push({ property: target, to });
    return;
  }
  if (value?.kind === "call" && columnCalls.test(value.callee)) {
    addColumn(draft, { property: target, annotation, items: value.items, named: value.named, line }, known);
    return;
  }
  if (value === null && /^(?:[\w.]*\.)?Mapped\[/.test(annotation))
    addColumn(draft, { property: target, annotation, items: [], named: new Map(), line }, known);
  else if (value?.kind === "call" && /(?:declared_attr|column_property|deferred)$/.test(value.callee))
    draft.unread.push(`line ${line}: ${target} is made by ${value.callee}`);
}

interface ColumnCall {
  readonly property: string;
  readonly annotation: string;
  readonly items: readonly SourceValue[];
  readonly named: Named;
  readonly line: number;
}

function addColumn(draft: ModelDraft, call: ColumnCall, known: Known): void {
  const { named, line, property } = call;
  const [first, ...rest] = call.items;
  const name = textIn(first) ?? textIn(named.get("name")) ?? property;
  const others = first?.kind === "text" ? rest : call.items;
  const annotation = readAnnotation(call.annotation);
  const given = named.get("type_") ?? others.find((item) => !isConstruct(item));
  const constructs = others.flatMap((item) => (item.kind === "call" && isConstruct(item) ? [item] : []));
  const isReference = constructs.some(({ callee }) => callee.endsWith("ForeignKey"));
  // What refers to another column has the type of that one, whatever the annotation says.
  const columnType = given === undefined ? (isReference ? null : typeOfAnnotation(annotation.type, known)) : typeOf(given);
  const isPrimary = truthIn(named.get("primary_key")) === "yes";
  const nullable = truthIn(named.get("nullable")) ?? (isPrimary ? "no" : annotation.type === "" ? "yes" : annotation.optional);
  const fallback = named.get("server_default");
  const generated = constructs.some(({ callee }) => /Identity$|Computed$|Sequence$/.test(callee));
  draft.fields.push({
    name,
    property,
    type: given === undefined ? annotation.type : printValue(given),
    ...(columnType === null ? {} : { columnType }),
    required: isPrimary || nullable === "no" || constructs.some(({ callee }) => callee.endsWith("Identity")),
    ...(fallback === undefined || generated ? {} : { default: printValue(fallback) }),
    line,
  });
  if (isPrimary) addPrimary(draft, name);
  if (truthIn(named.get("unique")) === "yes") draft.keys.push({ kind: "unique", fields: [name] });
  else if (truthIn(named.get("index")) === "yes") draft.indexes.push({ fields: [name], unique: "no", partial: "no" });
  for (const { callee, items, named: options } of constructs) {
    if (callee.endsWith("ForeignKey")) addReference(draft, [name], [textIn(items[0]) ?? columnOf(items[0])], options, line);
  }
  if (columnType === null && !isReference) {
    const shown = given === undefined ? annotation.type : printValue(given);
    draft.unread.push(`line ${line}: the type of ${name} (${shown || "none"}) is not known`);
  }
}

function addPrimary(draft: ModelDraft, name: string): void {
  const at = draft.keys.findIndex(({ kind }) => kind === "primary");
  const known = draft.keys[at];
  if (known === undefined) draft.keys.push({ kind: "primary", fields: [name] });
  else draft.keys[at] = { kind: "primary", fields: [...known.fields, name] };
}

function isConstruct(item: SourceValue): boolean {
  return item.kind === "call" && /(?:^|\.)(?:ForeignKey|CheckConstraint|Identity|Computed|Sequence|FetchedValue)$/.test(item.callee);
}

/** `User.id` where a name stands in the place of a text. */
function columnOf(item: SourceValue | undefined): string {
  return item?.kind === "name" ? item.text : "";
}

function addReference(draft: ModelDraft, fields: readonly string[], targets: readonly string[], options: Named, line: number): void {
  const parts = targets.map((target) => parseName(target));
  const object = printName(parts[0]?.slice(0, -1) ?? []);
  if (object === "" || targets.includes("")) {
    draft.unread.push(`line ${line}: what ${fields.join(", ")} refers to is not a text`);
    return;
  }
  draft.references.push({
    fields,
    object,
    targetFields: parts.map((part) => part.at(-1) ?? ""),
    onDelete: readAction(textIn(options.get("ondelete"))) ?? "no action",
    onUpdate: readAction(textIn(options.get("onupdate"))) ?? "no action",
  });
}

function readTableArgument(draft: ModelDraft, callee: string, items: readonly SourceValue[], named: Named): void {
  const name = callee.split(".").at(-1) ?? callee;
  const texts = textsIn({ kind: "list", items });
  if (name === "UniqueConstraint" && texts !== null)
    draft.keys.push({ kind: "unique", fields: texts.map((text) => columnName(draft, text)) });
  else if (name === "PrimaryKeyConstraint" && texts !== null) draft.keys.push({ kind: "primary", fields: texts });
  else if (name === "ForeignKeyConstraint") addReference(draft, textsIn(items[0]) ?? [], textsIn(items[1]) ?? [""], named, draft.line);
  else if (name === "Index") {
    const fields = items.slice(1).map((item) => textIn(item) ?? (item.kind === "name" ? (item.text.split(".").at(-1) ?? "") : null));
    if (fields.includes(null)) draft.unread.push(`line ${draft.line}: an index over an expression (${items.map(printValue).join(", ")})`);
    else {
      const unique = truthIn(named.get("unique")) === "yes" ? "yes" : "no";
      const partial = named.has("postgresql_where") ? "yes" : "no";
      const columns = fields.map((field) => columnName(draft, field ?? ""));
      if (unique === "yes" && partial === "no") draft.keys.push({ kind: "unique", fields: columns });
      else draft.indexes.push({ fields: columns, unique, partial });
    }
  }
}

/** An index may name the property where the column is called otherwise. */
function columnName(draft: ModelDraft, given: string): string {
  const field = draft.fields.find(({ name }) => name === given) ?? draft.fields.find(({ property }) => property === given);
  return field?.name ?? given;
}

function readTable(file: string, { target, value, line }: PythonStatement, known: Known): readonly ModelDraft[] {
  if (value?.kind !== "call" || !/(?:^|\.)Table$/.test(value.callee)) return [];
  const table = textIn(value.items[0]);
  if (table === undefined) return [];
  const schema = textIn(value.named.get("schema"));
  const draft = draftObject({ name: printName(schema === undefined ? [table] : [schema, table]), file, line, codeName: target });
  for (const item of value.items.slice(2)) {
    if (item.kind !== "call") draft.unread.push(`line ${line}: ${printValue(item)} is not read`);
    else if (columnCalls.test(item.callee))
      addColumn(draft, { property: textIn(item.items[0]) ?? "", annotation: "", items: item.items, named: item.named, line }, known);
    else readTableArgument(draft, item.callee, item.items, item.named);
  }
  return [draft];
}

/** `Mapped[Optional[str]]` → `str`, optional. */
function readAnnotation(text: string): { readonly type: string; readonly optional: "yes" | "no" } {
  let type = /Mapped\[([\s\S]*)\]$/.exec(text)?.[1]?.trim() ?? "";
  let optional: "yes" | "no" = "no";
  const wrapped = /^(?:typing\.)?Optional\[([\s\S]*)\]$/.exec(type)?.[1];
  if (wrapped !== undefined) [type, optional] = [wrapped.trim(), "yes"];
  if (/\|\s*None\b|\bNone\s*\|/.test(type)) [type, optional] = [type.replaceAll(/\|\s*None\b|\bNone\s*\|/g, "").trim(), "yes"];
  return { type: type.replaceAll(/^["']|["']$/g, ""), optional };
}

function typeOfAnnotation(type: string, known: Known): string | null {
  if (known.enums.has(type)) return printTypeName(type.toLowerCase());
  return annotated[type] ?? null;
}

function typeOf(value: SourceValue): string | null {
  const name = value.kind === "call" ? value.callee : value.kind === "name" ? value.text : "";
  const word = name.split(".").at(-1) ?? name;
  const items = value.kind === "call" ? value.items : [];
  const named: Named = value.kind === "call" ? value.named : new Map();
  const isTimed = truthIn(named.get("timezone") ?? items[0]) === "yes";
  const length = numberIn(named.get("length") ?? items[0]);
  const plain = plainTypes[word];
  if (plain !== undefined) return plain;
  if (/^(?:String|VARCHAR|Unicode|AutoString|CHAR|NCHAR)$/.test(word))
    return printColumnType(`${word.endsWith("CHAR") && word !== "VARCHAR" ? "char" : "varchar"}${length === null ? "" : `(${length})`}`);
  if (/^(?:DateTime|TIMESTAMP|DATETIME)$/.test(word)) return isTimed ? "timestamp with time zone" : "timestamp without time zone";
  if (/^(?:Time|TIME)$/.test(word)) return isTimed ? "time with time zone" : "time without time zone";
  if (/^(?:Numeric|NUMERIC|DECIMAL)$/.test(word)) {
    const [precision, scale] = [numberIn(named.get("precision") ?? items[0]), numberIn(named.get("scale") ?? items[1])];
    return printColumnType(precision === null ? "numeric" : `numeric(${precision},${scale ?? 0})`);
  }
  if (/^(?:Float|FLOAT)$/.test(word)) {
    const precision = numberIn(named.get("precision") ?? items[0]);
    return precision !== null && precision <= 24 ? "real" : "double precision";
  }
  if (word === "ARRAY") {
    const inner = items[0] === undefined ? null : typeOf(items[0]);
    return inner === null ? null : `${inner}[]`;
  }
  if (/^(?:Enum|ENUM)$/.test(word)) {
    const given = textIn(named.get("name")) ?? (items[0]?.kind === "name" ? items[0].text.split(".").at(-1)?.toLowerCase() : undefined);
    const schema = textIn(named.get("schema"));
    return given === undefined ? null : [...(schema === undefined ? [] : [schema]), given].map(printTypeName).join(".");
  }
  if (word === "BIT" || word === "VARBIT")
    return printColumnType(`${word === "BIT" ? "bit" : "varbit"}${length === null ? "(1)" : `(${length})`}`);
  return null;
}

/** A column that says only what it refers to has the type of that. */
function fillReferences(drafts: readonly ModelDraft[]): readonly ModelDraft[] {
  for (let round = 0; round < 3; round += 1) {
    for (const draft of drafts) {
      for (const { fields, object, targetFields } of draft.references) {
        const target = drafts.find(({ name }) => name === object);
        for (const [index, name] of fields.entries()) {
          const at = draft.fields.findIndex((field) => field.name === name);
          const field = draft.fields[at];
          const type = target?.fields.find((candidate) => candidate.name === targetFields[index])?.columnType;
          if (field !== undefined && field.columnType === undefined && type !== undefined)
            draft.fields[at] = { ...field, columnType: type };
        }
      }
    }
  }
  return drafts;
}
