import type { SgNode } from "@ast-grep/napi";
import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import { argumentsOf, entriesOf, lineOf, readNode, targetName } from "./code-source.ts";
import { readAction, snakeCase } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { sequelizeType } from "./sequelize-types.ts";
import { type Named, printValue, type SourceValue, textIn, truthIn } from "./source-values.ts";
import { pluralize, singularize } from "./word-forms.ts";

interface Model {
  readonly draft: ModelDraft;
  readonly table: string;
  readonly underscored: "yes" | "no";
  readonly names: { readonly model: string; readonly code: string };
}
interface Association {
  readonly kind: string;
  readonly source: string;
  readonly target: string;
  readonly options: Named;
  readonly line: number;
}

/**
 * Models of Sequelize: `define` and `init` with what the library adds by itself, and the fields and tables that associations make.
 * Source: https://sequelize.org/docs/v6/core-concepts/assocs/
 */
export async function readSequelizeModel(files: readonly FileText[]): Promise<readonly ModelObject[]> {
  const { Lang, parse } = await import("@ast-grep/napi");
  const models: Model[] = [];
  const associations: Association[] = [];
  for (const file of files) {
    for (const call of parse(Lang.TypeScript, file.text)
      .root()
      .findAll({ rule: { kind: "call_expression" } })) {
      const model = readModel(file.path, call);
      if (model !== null) models.push(model);
      const association = readAssociation(call);
      if (association !== null) associations.push(association);
    }
  }
  const find = (name: string): Model | undefined =>
    models.find(({ names }) => names.code === name) ?? models.find(({ names }) => names.model === name);
  const between: Model[] = [];
  for (const association of associations) {
    const [source, target] = [find(association.source), find(association.target)];
    if (source === undefined) continue;
    if (target === undefined)
      source.draft.unread.push(`line ${association.line}: ${association.kind} ${association.target}, which is not in these files`);
    else if (association.kind === "belongsToMany") addThrough(association, { source, target }, [...models, ...between], between);
    else addForeignKey(association, source, target);
  }
  const drafts = [...models, ...between].map(({ draft }) => draft);
  for (const draft of drafts) settleReferences(draft, [...models, ...between]);
  return drafts.map(finishObject);
}

function readModel(file: string, call: SgNode): Model | null {
  const callee = call.field("function");
  const method = callee?.kind() === "member_expression" ? (callee.field("property")?.text() ?? "") : "";
  const args = argumentsOf(call).map(readNode);
  const isDefine = method === "define" && args[0]?.kind === "text" && args[1]?.kind === "map";
  const isInit = (method === "init" || callee?.text() === "super.init") && args[0]?.kind === "map" && args[1]?.kind === "map";
  if (!isDefine && !isInit) return null;
  const [attributes, options] = isDefine ? [entriesOf(args[1]), entriesOf(args[2])] : [entriesOf(args[0]), entriesOf(args[1])];
  const owner = callee?.field("object")?.text() ?? "";
  const code = isDefine
    ? (assignedTo(call) ?? textIn(args[0]) ?? "")
    : /^(?:super|this)$/.test(owner)
      ? (classAround(call) ?? owner)
      : owner;
  const model = isDefine ? (textIn(args[0]) ?? code) : (textIn(options.get("modelName")) ?? code);
  const underscored = truthIn(options.get("underscored")) ?? "no";
  const plural = truthIn(options.get("freezeTableName")) === "yes" ? model : pluralize(model);
  const table = textIn(options.get("tableName")) ?? (underscored === "yes" ? snakeCase(plural) : plural);
  const schema = textIn(options.get("schema"));
  const draft = draftObject({
    name: printName(schema === undefined ? [table] : [schema, table]),
    file,
    line: lineOf(call),
    codeName: code,
  });
  const made: Model = { draft, table, underscored, names: { model, code } };
  fillModel(made, attributes, options, lineOf(call));
  return made;
}

function assignedTo(call: SgNode): string | null {
  const declarator = call.ancestors().find((node) => node.kind() === "variable_declarator");
  return declarator?.field("name")?.text() ?? null;
}
function classAround(node: SgNode): string | null {
  return (
    node
      .ancestors()
      .find((one) => one.kind() === "class_declaration" || one.kind() === "class")
      ?.field("name")
      ?.text() ?? null
  );
}

function fillModel(model: Model, attributes: Named, options: Named, line: number): void {
  const composite = new Map<string, string[]>();
  const hasKey = [...attributes.values()].some((value) => truthIn(entriesOf(value).get("primaryKey")) === "yes");
  if (!hasKey)
    addField(
      model,
      "id",
      new Map([
        ["type", name("DataTypes.INTEGER")],
        ["primaryKey", name("true")],
      ]),
      composite,
      line,
    );
  for (const [property, value] of attributes) {
    if (property.startsWith("...")) model.draft.unread.push(`line ${line}: ${property} is not read`);
    else addField(model, property, value.kind === "map" ? value.entries : new Map([["type", value]]), composite, line);
  }
  for (const fields of composite.values()) model.draft.keys.push({ kind: "unique", fields });
  const isTimed = truthIn(options.get("timestamps")) !== "no";
  const stamps = isTimed ? ["createdAt", "updatedAt", ...(truthIn(options.get("paranoid")) === "yes" ? ["deletedAt"] : [])] : [];
  for (const stamp of stamps) {
    const given = options.get(stamp);
    if (truthIn(given) === "no" || attributes.has(textIn(given) ?? stamp)) continue;
    const entries = new Map([
      ["type", name("DataTypes.DATE")],
      ["allowNull", name(stamp === "deletedAt" ? "true" : "false")],
    ]);
    addField(model, textIn(given) ?? stamp, entries, composite, line);
  }
  const indexes = options.get("indexes");
  for (const index of indexes?.kind === "list" ? indexes.items.map(entriesOf) : []) readIndex(model.draft, index, line);
}

function name(text: string): SourceValue {
  return { kind: "name", text };
}

function addField(model: Model, property: string, entries: Named, composite: Map<string, string[]>, line: number): void {
  const { draft } = model;
  const field = textIn(entries.get("field")) ?? (model.underscored === "yes" ? snakeCase(property) : property);
  const type = entries.get("type");
  const columnType = type === undefined ? null : sequelizeType(type, model.table, field);
  const isPrimary = truthIn(entries.get("primaryKey")) === "yes";
  const fallback = entries.get("defaultValue");
  const hasDefault =
    fallback !== undefined &&
    (fallback.kind === "text" || fallback.kind === "number" || truthIn(fallback) !== null || fallback.kind === "list");
  draft.fields.push({
    name: field,
    property,
    type: type === undefined ? "" : printValue(type),
    ...(columnType === null ? {} : { columnType }),
    required: isPrimary || truthIn(entries.get("allowNull")) === "no",
    ...(hasDefault ? { default: printValue(fallback) } : {}),
    line,
  });
  if (columnType === null && type !== undefined && !/VIRTUAL/.test(printValue(type)))
    draft.unread.push(`line ${line}: the type of ${field} (${printValue(type)}) is not known`);
  if (type !== undefined && /\bVIRTUAL\b/.test(printValue(type))) draft.fields.pop();
  if (isPrimary) addPrimary(draft, field);
  const unique = entries.get("unique");
  const group = textIn(unique) ?? textIn(entriesOf(unique).get("name"));
  if (group !== undefined) composite.set(group, [...(composite.get(group) ?? []), field]);
  else if (truthIn(unique) === "yes") draft.keys.push({ kind: "unique", fields: [field] });
  const references = entriesOf(entries.get("references"));
  const object = targetTable(references.get("model"));
  if (object !== "")
    draft.references.push({
      fields: [field],
      object,
      targetFields: [textIn(references.get("key")) ?? "id"],
      onDelete: readAction(textIn(entries.get("onDelete"))) ?? "no action",
      onUpdate: readAction(textIn(entries.get("onUpdate"))) ?? "no action",
    });
}

/** A table by name, or a model by its own, told apart later; `{ tableName, schema }` too. */
function targetTable(value: SourceValue | undefined): string {
  const entries = entriesOf(value);
  const table = textIn(entries.get("tableName"));
  if (table !== undefined)
    return printName([...(textIn(entries.get("schema")) === undefined ? [] : [textIn(entries.get("schema")) ?? ""]), table]);
  return textIn(value) ?? (value?.kind === "name" ? `model ${value.text.split(".").at(-1) ?? ""}` : "");
}

function settleReferences(draft: ModelDraft, models: readonly Model[]): void {
  for (const [at, reference] of draft.references.entries()) {
    const model = models.find(({ names }) => reference.object === `model ${names.code}` || reference.object === `model ${names.model}`);
    if (model !== undefined) draft.references[at] = { ...reference, object: model.draft.name };
  }
}

function addPrimary(draft: ModelDraft, field: string): void {
  const at = draft.keys.findIndex(({ kind }) => kind === "primary");
  const known = draft.keys[at];
  if (known === undefined) draft.keys.push({ kind: "primary", fields: [field] });
  else if (!known.fields.includes(field)) draft.keys[at] = { kind: "primary", fields: [...known.fields, field] };
}

function readIndex(draft: ModelDraft, index: Named, line: number): void {
  const given = index.get("fields");
  const fields = given?.kind === "list" ? given.items.map((item) => textIn(item) ?? textIn(entriesOf(item).get("name")) ?? null) : [null];
  if (fields.includes(null)) {
    draft.unread.push(`line ${line}: an index over an expression`);
    return;
  }
  const columns = fields.map((field) => draft.fields.find(({ property }) => property === field)?.name ?? field ?? "");
  const isUnique = truthIn(index.get("unique")) === "yes" || textIn(index.get("type"))?.toUpperCase() === "UNIQUE";
  const isPartial = index.has("where");
  if (isUnique && !isPartial) draft.keys.push({ kind: "unique", fields: columns });
  else draft.indexes.push({ fields: columns, unique: isUnique ? "yes" : "no", partial: isPartial ? "yes" : "no" });
}

function readAssociation(call: SgNode): Association | null {
  const callee = call.field("function");
  const kind = callee?.kind() === "member_expression" ? (callee.field("property")?.text() ?? "") : "";
  if (!/^(?:belongsTo|hasMany|hasOne|belongsToMany)$/.test(kind)) return null;
  const owner = callee?.field("object")?.text() ?? "";
  const args = argumentsOf(call).map(readNode);
  const source = owner === "this" ? (classAround(call) ?? "") : (owner.split(".").at(-1) ?? owner);
  return { kind, source, target: targetName(args[0]), options: entriesOf(args[1]), line: lineOf(call) };
}

interface KeyOptions {
  readonly property: string;
  readonly field: string;
  readonly options: Named;
}

/** The attribute that holds the key, named as the library names it where nobody does. */
function keyOptions(association: Association, holder: Model, named: string, key: string): KeyOptions {
  const given = association.options.get("foreignKey");
  const options = entriesOf(given);
  const property = textIn(given) ?? textIn(options.get("name")) ?? textIn(options.get("fieldName")) ?? camel(`${named}_${key}`);
  const field =
    textIn(options.get("field")) ??
    holder.draft.fields.find((one) => one.property === property)?.name ??
    (holder.underscored === "yes" ? snakeCase(property) : property);
  return { property, field, options };
}

function addForeignKey(association: Association, source: Model, target: Model): void {
  const isOwn = association.kind === "belongsTo";
  const [holder, other] = isOwn ? [source, target] : [target, source];
  const keyField = other.draft.keys.find(({ kind }) => kind === "primary")?.fields[0] ?? "id";
  const wanted = textIn(association.options.get(isOwn ? "targetKey" : "sourceKey"));
  const key = other.draft.fields.find(({ property, name: field }) => (wanted === undefined ? field === keyField : property === wanted));
  const named = isOwn ? (textIn(association.options.get("as")) ?? singularize(other.names.model)) : singularize(other.names.model);
  const { property, field, options } = keyOptions(association, holder, named, key?.property ?? "id");
  source.draft.relations.push({ property: textIn(association.options.get("as")) ?? target.names.model, to: target.draft.codeName });
  const known = holder.draft.fields.find((one) => one.name === field);
  const allowsNull = known === undefined || options.has("allowNull") ? truthIn(options.get("allowNull")) !== "no" : !isOwn;
  if (known === undefined)
    holder.draft.fields.push({
      name: field,
      property,
      type: "foreign key",
      ...(key?.columnType === undefined ? {} : { columnType: key.columnType }),
      required: !allowsNull,
      line: association.line,
    });
  if (truthIn(association.options.get("constraints")) === "no" || holder.draft.references.some(({ fields }) => fields[0] === field)) return;
  const usual = allowsNull ? "set null" : isOwn ? "no action" : "cascade";
  holder.draft.references.push({
    fields: [field],
    object: other.draft.name,
    targetFields: [key?.name ?? keyField],
    onDelete: readAction(textIn(association.options.get("onDelete"))) ?? usual,
    onUpdate: readAction(textIn(association.options.get("onUpdate"))) ?? "cascade",
  });
}

/** The table between; two associations that go through it make one. */
function addThrough(
  association: Association,
  ends: { readonly source: Model; readonly target: Model },
  all: readonly Model[],
  made: Model[],
): void {
  const { source, target } = ends;
  source.draft.relations.push({ property: textIn(association.options.get("as")) ?? target.names.model, to: target.draft.codeName });
  const through = association.options.get("through");
  const given = through?.kind === "map" ? through.entries.get("model") : through;
  const label = given?.kind === "text" ? given.text : targetName(given);
  const known = all.find(({ names, draft }) => names.code === label || names.model === label || draft.name === label);
  const table = known?.table ?? label;
  const model: Model = known ?? {
    draft: draftObject({ name: printName([table]), file: source.draft.file, line: association.line, codeName: label }),
    table,
    underscored: source.underscored,
    names: { model: label, code: label },
  };
  if (known === undefined) made.push(model);
  const before = model.draft.fields.length;
  const sides = [
    { end: source, ...keyOptions(association, model, singularize(source.names.model), "id") },
    {
      end: target,
      ...keyOptions(
        { ...association, options: new Map([["foreignKey", association.options.get("otherKey") ?? name("")]]) },
        model,
        singularize(target.names.model),
        "id",
      ),
    },
  ];
  const fields = sides.map(({ end, property, field }) => {
    const key = end.draft.keys.find(({ kind }) => kind === "primary")?.fields[0] ?? "id";
    const columnType = end.draft.fields.find((one) => one.name === key)?.columnType;
    if (!model.draft.fields.some((one) => one.name === field))
      model.draft.fields.push({
        name: field,
        property,
        type: "foreign key",
        ...(columnType === undefined ? {} : { columnType }),
        required: true,
        line: association.line,
      });
    if (!model.draft.references.some((one) => one.fields[0] === field))
      model.draft.references.push({
        fields: [field],
        object: end.draft.name,
        targetFields: [key],
        onDelete: "cascade",
        onUpdate: "cascade",
      });
    return field;
  });
  if (known === undefined && before === 0) {
    for (const property of ["createdAt", "updatedAt"])
      model.draft.fields.push({
        name: model.underscored === "yes" ? snakeCase(property) : property,
        property,
        type: "DATE",
        columnType: "timestamp with time zone",
        required: true,
        line: association.line,
      });
    model.draft.keys.push({ kind: "primary", fields });
  } else if (known !== undefined && !made.includes(known)) model.draft.keys.push({ kind: "unique", fields });
}

function camel(text: string): string {
  return text.replaceAll(/[-_\s]+(\w)/g, (_, next: string) => next.toUpperCase());
}
