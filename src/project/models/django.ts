import type { FileText } from "../../model/migration.ts";
import { printColumnType } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { type PythonClass, type PythonStatement, readPython } from "./python-source.ts";
import { type Named, numberIn, printValue, type SourceValue, textIn, textsIn, truthIn } from "./source-values.ts";

/** https://github.com/django/django: data_types of db/backends/postgresql/base.py. `n`: max_length. */
const types: Readonly<Record<string, string>> = {
  AutoField: "integer",
  BigAutoField: "bigint",
  SmallAutoField: "smallint",
  BinaryField: "bytea",
  BooleanField: "boolean",
  NullBooleanField: "boolean",
  CharField: "varchar(n)",
  DateField: "date",
  DateTimeField: "timestamptz",
  DurationField: "interval",
  FileField: "varchar(n=100)",
  FilePathField: "varchar(n=100)",
  FloatField: "double precision",
  IntegerField: "integer",
  BigIntegerField: "bigint",
  IPAddressField: "inet",
  GenericIPAddressField: "inet",
  JSONField: "jsonb",
  PositiveBigIntegerField: "bigint",
  PositiveIntegerField: "integer",
  PositiveSmallIntegerField: "smallint",
  SlugField: "varchar(n=50)",
  SmallIntegerField: "smallint",
  TextField: "text",
  TimeField: "time",
  UUIDField: "uuid",
  EmailField: "varchar(n=254)",
  URLField: "varchar(n=200)",
  ImageField: "varchar(n=100)",
  HStoreField: "hstore",
  CITextField: "citext",
  CICharField: "citext",
  CIEmailField: "citext",
  SearchVectorField: "tsvector",
  IntegerRangeField: "int4range",
  BigIntegerRangeField: "int8range",
  DecimalRangeField: "numrange",
  DateRangeField: "daterange",
  DateTimeRangeField: "tstzrange",
};
const likeIndexed = /^(?:character varying|text)/;

interface Model {
  readonly found: PythonClass;
  readonly app: string;
  readonly meta: ReadonlyMap<string, SourceValue>;
  readonly statements: readonly PythonStatement[];
  /** The model whose table this one's rows begin in. */
  readonly parent: string | null;
}
interface Project {
  readonly models: ReadonlyMap<string, Model>;
  /** Type of the `id` that a model gets which names no key. */
  readonly keyType: string;
}

/**
 * Models of Django with what they inherit, the keys and indexes it adds by itself, and the tables between for many-to-many fields. The app is the folder
 * that holds `models.py` or `models/`. Source: https://docs.djangoproject.com/en/5.2/ref/models/fields/
 */
export function readDjangoModel(files: readonly FileText[]): readonly ModelObject[] {
  const classes = new Map<string, { readonly found: PythonClass; readonly file: string }>();
  const own = files.filter(({ path }) => !/(?:^|\/)(?:migrations|tests?)\//.test(path));
  for (const file of own) for (const found of readPython(file.path, file.text).classes) classes.set(found.name, { found, file: file.path });
  const isModel = (name: string, seen: readonly string[] = []): boolean => {
    const bases = classes.get(name)?.found.bases ?? [];
    return bases.some(
      (base) =>
        /(?:^|\.)(?:Model|AbstractUser|AbstractBaseUser|MPTTModel|TimeStampedModel)$/.test(base) ||
        (!seen.includes(base.split(".").at(-1) ?? base) && isModel(base.split(".").at(-1) ?? base, [...seen, name])),
    );
  };
  const keyType =
    files.flatMap(({ text }) => /(?:DEFAULT_AUTO_FIELD|default_auto_field)\s*=\s*["'][\w.]*\.(\w+)["']/.exec(text)?.[1] ?? [])[0] ??
    "BigAutoField";
  const models = new Map<string, Model>();
  for (const { found, file } of classes.values())
    if (isModel(found.name)) models.set(found.name, readModel(found, appOf(file), classes, isModel));
  const project = { models, keyType };
  const tables = [...models.values()].filter(
    ({ meta }) => truthIn(meta.get("abstract")) !== "yes" && truthIn(meta.get("proxy")) !== "yes" && truthIn(meta.get("managed")) !== "no",
  );
  return tables.flatMap((model) => readTable(model, project)).map(finishObject);
}

function appOf(file: string): string {
  const parts = file.split("/");
  const at = parts.findIndex((part) => part === "models" || part === "models.py");
  return (at > 0 ? parts[at - 1] : parts.at(-2)) ?? "app";
}

type Classes = ReadonlyMap<string, { readonly found: PythonClass; readonly file: string }>;

function readModel(found: PythonClass, app: string, classes: Classes, isModel: (name: string) => boolean): Model {
  const meta = metaOf(found);
  const statements: PythonStatement[] = [];
  let parent: string | null = null;
  for (const base of found.bases) {
    const above = classes.get(base.split(".").at(-1) ?? base)?.found;
    if (above === undefined) continue;
    const isAbstract = truthIn(metaOf(above).get("abstract")) === "yes" || !isModel(above.name);
    const read = readModel(above, app, classes, isModel);
    if (!isAbstract) parent = above.name;
    else {
      statements.push(...read.statements);
      // Options of an abstract parent hold where the child has none of its own.
      if (!found.classes.some(({ name }) => name === "Meta"))
        for (const [name, value] of read.meta) if (name !== "abstract") meta.set(name, value);
      parent ??= read.parent;
    }
  }
  const own = new Set(found.statements.map(({ target }) => target));
  return {
    found,
    app: textIn(meta.get("app_label")) ?? app,
    meta,
    statements: [...statements.filter(({ target }) => !own.has(target)), ...found.statements],
    parent,
  };
}

function metaOf(found: PythonClass): Map<string, SourceValue> {
  const meta = found.classes.find(({ name }) => name === "Meta");
  return new Map((meta?.statements ?? []).flatMap(({ target, value }) => (value === null ? [] : [[target, value] as const])));
}

function tableOf(model: Model): string {
  return textIn(model.meta.get("db_table")) ?? `${model.app}_${model.found.name.toLowerCase()}`;
}

/** The table of a model by its name or `app.Name`, with its key; null: not in these files. */
function keyOf(name: string, project: Project): { readonly table: string; readonly field: string; readonly type: string } | null {
  if (/^(?:auth\.)?User$/.test(name) && !project.models.has("User")) return { table: "auth_user", field: "id", type: "integer" };
  const model = project.models.get(name.split(".").at(-1) ?? name);
  if (model === undefined) return null;
  const key = model.statements.find(({ value }) => value?.kind === "call" && truthIn(value.named.get("primary_key")) === "yes");
  if (key?.value?.kind === "call") {
    const type = fieldType(key.value.callee, key.value.items, key.value.named) ?? referenceType(key.value, project);
    return { table: tableOf(model), field: columnOf(key.target, key.value), type: type ?? "" };
  }
  if (model.parent !== null) {
    const above = keyOf(model.parent, project);
    return above === null ? null : { table: tableOf(model), field: `${model.parent.toLowerCase()}_ptr_id`, type: above.type };
  }
  return { table: tableOf(model), field: "id", type: types[project.keyType] ?? "bigint" };
}

function readTable(model: Model, project: Project): readonly ModelDraft[] {
  const { found } = model;
  const draft = draftObject({ name: tableOf(model), file: found.file, line: found.line, codeName: found.name });
  const between: ModelDraft[] = [];
  for (const base of found.bases)
    if (/Abstract(?:Base)?User$|MPTTModel$|TimeStampedModel$/.test(base) && !project.models.has(base.split(".").at(-1) ?? base))
      draft.unread.push(`line ${found.line}: ${found.name} inherits from ${base}, which is not in these files`);
  for (const statement of model.statements) {
    const { value } = statement;
    if (value?.kind !== "call" || statement.target === "") continue;
    const kind = value.callee.split(".").at(-1) ?? value.callee;
    if (kind === "ManyToManyField") between.push(...readBetween(model, statement.target, value, project));
    else if (/Field$|^ForeignKey$/.test(kind)) addField(draft, model, statement, project);
  }
  addKey(draft, model, project);
  readMeta(draft, model);
  return [draft, ...between];
}

type Call = Extract<SourceValue, { readonly kind: "call" }>;

function columnOf(target: string, call: Call): string {
  const isReference = /(?:^|\.)(?:ForeignKey|OneToOneField)$/.test(call.callee);
  return textIn(call.named.get("db_column")) ?? (isReference ? `${target}_id` : target);
}

function targetOf(call: Call, model: Model): string {
  const value = call.named.get("to") ?? call.items[0];
  const text = textIn(value) ?? (value?.kind === "name" ? value.text : "");
  if (text === "self") return model.found.name;
  return text === "settings.AUTH_USER_MODEL" ? "auth.User" : text;
}

function addField(draft: ModelDraft, model: Model, { target, value, line }: PythonStatement, project: Project): void {
  if (value?.kind !== "call") return;
  const { named } = value;
  const kind = value.callee.split(".").at(-1) ?? value.callee;
  const isReference = kind === "ForeignKey" || kind === "OneToOneField";
  const isPrimary = truthIn(named.get("primary_key")) === "yes";
  const name = columnOf(target, value);
  const columnType = isReference ? referenceType(value, project, model) : fieldType(value.callee, value.items, named);
  const fallback = named.get("db_default");
  draft.fields.push({
    name,
    property: target,
    type: kind,
    ...(columnType === null ? {} : { columnType }),
    required: isPrimary || (truthIn(named.get("null")) !== "yes" && kind !== "NullBooleanField"),
    ...(fallback === undefined ? {} : { default: printValue(fallback) }),
    line,
  });
  if (columnType === null) draft.unread.push(`line ${line}: the type of ${name} (${value.callee}) is not known`);
  const isUnique = kind === "OneToOneField" || truthIn(named.get("unique")) === "yes";
  if (isPrimary) draft.keys.push({ kind: "primary", fields: [name] });
  else if (isUnique) draft.keys.push({ kind: "unique", fields: [name] });
  const index = truthIn(named.get("db_index")) ?? (kind === "ForeignKey" || kind === "SlugField" ? "yes" : "no");
  if (index === "yes" && !isUnique && !isPrimary) draft.indexes.push({ fields: [name], unique: "no", partial: "no" });
  // Django adds an index for LIKE to every text that is looked up.
  if ((index === "yes" || isUnique || isPrimary) && likeIndexed.test(columnType ?? ""))
    draft.indexes.push({ fields: [name], unique: "no", partial: "no" });
  if (isReference) addReference(draft, name, value, model, project, line);
}

function addReference(draft: ModelDraft, name: string, call: Call, model: Model, project: Project, line: number): void {
  const to = targetOf(call, model);
  draft.relations.push({ property: name.replace(/_id$/, ""), to: to.split(".").at(-1) ?? to });
  if (truthIn(call.named.get("db_constraint")) === "no") return;
  const key = keyOf(to, project);
  const field = textIn(call.named.get("to_field"));
  if (key === null) draft.unread.push(`line ${line}: ${name} refers to ${to}, which is not in these files`);
  // What on_delete says is done by Django, not by the database.
  else
    draft.references.push({
      fields: [name],
      object: key.table,
      targetFields: [field ?? key.field],
      onDelete: "no action",
      onUpdate: "no action",
    });
}

function referenceType(call: Call, project: Project, model?: Model): string | null {
  if (!/(?:^|\.)(?:ForeignKey|OneToOneField)$/.test(call.callee)) return null;
  const name = textIn(call.named.get("to")) ?? textIn(call.items[0]) ?? (call.items[0]?.kind === "name" ? call.items[0].text : "");
  const to = model === undefined ? name : targetOf(call, model);
  const field = textIn(call.named.get("to_field"));
  const target = project.models.get(to.split(".").at(-1) ?? to);
  const named = field === undefined ? undefined : target?.statements.find((statement) => statement.target === field)?.value;
  if (named?.kind === "call") return fieldType(named.callee, named.items, named.named);
  return keyOf(to, project)?.type ?? null;
}

function fieldType(callee: string, items: readonly SourceValue[], named: Named): string | null {
  const kind = callee.split(".").at(-1) ?? callee;
  if (kind === "DecimalField") {
    const [digits, places] = [numberIn(named.get("max_digits")), numberIn(named.get("decimal_places"))];
    return digits === null || places === null ? null : printColumnType(`numeric(${digits},${places})`);
  }
  if (kind === "ArrayField") {
    const base = named.get("base_field") ?? items[0];
    const inner = base?.kind === "call" ? fieldType(base.callee, base.items, base.named) : null;
    return inner === null ? null : `${inner}[]`;
  }
  const type = types[kind];
  if (type === undefined) return null;
  const usual = /n=(\d+)/.exec(type)?.[1];
  const length = numberIn(named.get("max_length"));
  if (/\(n/.test(type)) return printColumnType(length === null && usual === undefined ? "varchar" : `varchar(${length ?? usual ?? ""})`);
  return printColumnType(type);
}

/** The key that Django adds where a model names none. */
function addKey(draft: ModelDraft, model: Model, project: Project): void {
  if (draft.keys.some(({ kind }) => kind === "primary")) return;
  const key = keyOf(model.found.name, project);
  if (key === null) return;
  draft.fields.unshift({
    name: key.field,
    property: "id",
    type: project.keyType,
    columnType: key.type,
    required: true,
    line: model.found.line,
  });
  draft.keys.push({ kind: "primary", fields: [key.field] });
  const above = model.parent === null ? null : keyOf(model.parent, project);
  if (above !== null)
    draft.references.push({
      fields: [key.field],
      object: above.table,
      targetFields: [above.field],
      onDelete: "no action",
      onUpdate: "no action",
    });
}

function readMeta(draft: ModelDraft, model: Model): void {
  const columns = (properties: readonly string[]): readonly string[] =>
    properties.map((property) => draft.fields.find((field) => field.property === property)?.name ?? property);
  const lists = (value: SourceValue | undefined): readonly (readonly string[])[] => {
    const flat = textsIn(value);
    if (flat !== null && flat.length > 0) return [flat];
    return value?.kind === "list" ? value.items.flatMap((item) => (textsIn(item) === null ? [] : [textsIn(item) ?? []])) : [];
  };
  for (const fields of lists(model.meta.get("unique_together"))) draft.keys.push({ kind: "unique", fields: columns(fields) });
  for (const fields of lists(model.meta.get("index_together")))
    draft.indexes.push({ fields: columns(fields), unique: "no", partial: "no" });
  const parts = [model.meta.get("indexes"), model.meta.get("constraints")].flatMap((value) => (value?.kind === "list" ? value.items : []));
  for (const part of parts) {
    if (part.kind !== "call") continue;
    const kind = part.callee.split(".").at(-1) ?? "";
    if (/^(?:CheckConstraint|ExclusionConstraint)$/.test(kind)) continue;
    const fields = textsIn(part.named.get("fields"))?.map((field) => field.replace(/^-/, ""));
    if (fields === undefined) draft.unread.push(`line ${model.found.line}: ${kind} over an expression`);
    else if (kind === "UniqueConstraint" && !part.named.has("condition")) draft.keys.push({ kind: "unique", fields: columns(fields) });
    else
      draft.indexes.push({
        fields: columns(fields),
        unique: kind === "UniqueConstraint" ? "yes" : "no",
        partial: part.named.has("condition") ? "yes" : "no",
      });
  }
}

/** The table of a many-to-many field: a key of its own, both sides, and what makes the pair unique. */
function readBetween(model: Model, property: string, call: Call, project: Project): readonly ModelDraft[] {
  if (call.named.has("through")) return [];
  const to = targetOf(call, model);
  const [own, other] = [keyOf(model.found.name, project), keyOf(to, project)];
  const name = textIn(call.named.get("db_table")) ?? `${tableOf(model)}_${property}`;
  const draft = draftObject({ name, file: model.found.file, line: model.found.line, codeName: `${model.found.name}_${property}` });
  if (own === null || other === null) {
    draft.unread.push(`line ${model.found.line}: ${property} refers to ${to}, which is not in these files`);
    return [draft];
  }
  const lower = model.found.name.toLowerCase();
  const target = (to.split(".").at(-1) ?? to).toLowerCase();
  const [first, second] = lower === target ? [`from_${lower}_id`, `to_${lower}_id`] : [`${lower}_id`, `${target}_id`];
  const line = model.found.line;
  draft.fields.push({
    name: "id",
    property: "id",
    type: project.keyType,
    columnType: types[project.keyType] ?? "bigint",
    required: true,
    line,
  });
  for (const [field, key] of [
    [first, own],
    [second, other],
  ] as const) {
    draft.fields.push({ name: field, property: field, type: "ForeignKey", columnType: key.type, required: true, line });
    draft.references.push({ fields: [field], object: key.table, targetFields: [key.field], onDelete: "no action", onUpdate: "no action" });
    draft.indexes.push({ fields: [field], unique: "no", partial: "no" });
  }
  draft.keys.push({ kind: "primary", fields: ["id"] }, { kind: "unique", fields: [first, second] });
  return [draft];
}
