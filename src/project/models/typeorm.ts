import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import { entriesOf, targetName } from "./code-source.ts";
import { printColumnType, printTypeName, readAction } from "./column-types.ts";
import { type DecoratedClass, type Decorator, type Property, readClass } from "./decorated-classes.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { type Named, numberIn, printValue, textIn, textsIn, truthIn } from "./source-values.ts";

type Classes = ReadonlyMap<string, DecoratedClass>;

const inferred: Readonly<Record<string, string>> = {
  string: "varchar",
  String: "varchar",
  number: "integer",
  Number: "integer",
  boolean: "boolean",
  Boolean: "boolean",
  Date: "timestamp",
  Buffer: "bytea",
  Uint8Array: "bytea",
  bigint: "bigint",
};
const plainColumns = new Set([
  "Column",
  "PrimaryColumn",
  "PrimaryGeneratedColumn",
  "CreateDateColumn",
  "UpdateDateColumn",
  "DeleteDateColumn",
  "VersionColumn",
  "ObjectIdColumn",
]);

/**
 * Entities of TypeORM from their decorators, with base classes, embedded ones and the tables between, named as its default naming strategy does.
 * Source: https://typeorm.io/docs/entity/entities
 */
export async function readTypeormModel(files: readonly FileText[]): Promise<readonly ModelObject[]> {
  const { Lang, parse } = await import("@ast-grep/napi");
  const found = files.flatMap((file) =>
    parse(Lang.TypeScript, file.text)
      .root()
      .findAll({ rule: { any: [{ kind: "class_declaration" }, { kind: "abstract_class_declaration" }] } })
      .map((node) => readClass(file.path, node)),
  );
  const classes = new Map(found.map((one) => [one.name, one]));
  const entities = found.filter(({ decorators }) => decorators.some(({ name }) => name === "Entity"));
  const drafts = new Map(entities.map((entity) => [entity.name, startEntity(entity, classes)]));
  const between: ModelDraft[] = [];
  // Fields of references have the type of what they refer to, which may itself be one.
  for (let round = 0; round < 3; round += 1) for (const entity of entities) addReferences(entity, drafts, classes);
  for (const entity of entities) between.push(...addBetween(entity, drafts, classes));
  for (const entity of entities) addTableDecorators(entity, drafts.get(entity.name));
  return [...drafts.values(), ...between].map(finishObject);
}

function optionsOf(decorator: Decorator | undefined): Named {
  return entriesOf(decorator?.items.findLast((item) => item.kind === "map"));
}
function decoratorOf(property: Property, ...names: readonly string[]): Decorator | undefined {
  return property.decorators.find(({ name }) => names.includes(name));
}

/** Properties of a class and of those above it in these files, base first. */
function propertiesOf(entity: DecoratedClass, classes: Classes, seen: readonly string[] = []): readonly Property[] {
  const above = seen.includes(entity.base) ? undefined : classes.get(entity.base);
  const own = new Set(entity.properties.map(({ name }) => name));
  return [
    ...(above === undefined ? [] : propertiesOf(above, classes, [...seen, entity.name])).filter(({ name }) => !own.has(name)),
    ...entity.properties,
  ];
}

function startEntity(entity: DecoratedClass, classes: Classes): ModelDraft {
  const decorator = entity.decorators.find(({ name }) => name === "Entity");
  const options = optionsOf(decorator);
  const table = textIn(decorator?.items[0]) ?? textIn(options.get("name")) ?? snake(entity.name);
  const schema = textIn(options.get("schema"));
  const draft = draftObject({
    name: printName(schema === undefined ? [table] : [schema, table]),
    file: entity.file,
    line: entity.line,
    codeName: entity.name,
  });
  if (entity.base !== "" && entity.base !== "BaseEntity" && !classes.has(entity.base))
    draft.unread.push(`line ${entity.line}: ${entity.name} extends ${entity.base}, which is not in these files`);
  if (entity.decorators.some(({ name }) => name === "TableInheritance"))
    draft.unread.push(`line ${entity.line}: children of ${entity.name} share its table`);
  addColumns(draft, propertiesOf(entity, classes), classes, "");
  return draft;
}

function addColumns(draft: ModelDraft, properties: readonly Property[], classes: Classes, prefix: string): void {
  for (const property of properties) {
    const decorator = property.decorators.find(({ name }) => plainColumns.has(name));
    if (decorator === undefined) continue;
    const embedded =
      decorator.items[0]?.kind === "call" && decorator.items[0].callee === "=>" ? classes.get(targetName(decorator.items[0])) : undefined;
    if (embedded === undefined) addColumn(draft, property, decorator, prefix);
    else {
      const given = optionsOf(decorator).get("prefix");
      const own = truthIn(given) === "no" ? "" : (textIn(given) ?? property.name);
      addColumns(draft, propertiesOf(embedded, classes), classes, [prefix, own].filter((part) => part !== "").join("_"));
    }
  }
}

function addColumn(draft: ModelDraft, property: Property, decorator: Decorator, prefix: string): void {
  const options = optionsOf(decorator);
  const custom = textIn(options.get("name")) ?? property.name;
  const name = prefix === "" ? custom : `${camel(prefix)}${custom.slice(0, 1).toUpperCase()}${custom.slice(1)}`;
  const kind = decorator.name;
  const type = typeWord(property, decorator, options);
  const columnType = type === null ? null : columnTypeOf(type, options, draft, name);
  const isPrimary = kind.startsWith("Primary") || truthIn(options.get("primary")) === "yes";
  const fallback = options.get("default");
  draft.fields.push({
    name,
    property: property.name,
    type: type ?? property.annotation,
    ...(columnType === null ? {} : { columnType }),
    required: isPrimary || (kind !== "DeleteDateColumn" && truthIn(options.get("nullable")) !== "yes"),
    ...(fallback === undefined
      ? /^(?:Create|Update)DateColumn$/.test(kind)
        ? { default: "now()" }
        : {}
      : { default: printValue(fallback) }),
    line: property.line,
  });
  if (columnType === null) draft.unread.push(`line ${property.line}: the type of ${name} (${type ?? property.annotation}) is not known`);
  if (isPrimary) addPrimary(draft, name);
  else if (truthIn(options.get("unique")) === "yes") draft.keys.push({ kind: "unique", fields: [name] });
  addPropertyIndexes(draft, property, [name]);
}

function addPropertyIndexes(draft: ModelDraft, property: Property, fields: readonly string[]): void {
  if (decoratorOf(property, "Unique") !== undefined) draft.keys.push({ kind: "unique", fields });
  for (const decorator of property.decorators) if (decorator.name === "Index") addIndex(draft, fields, optionsOf(decorator));
}

function addIndex(draft: ModelDraft, fields: readonly string[], options: Named): void {
  const isUnique = truthIn(options.get("unique")) === "yes";
  const isPartial = options.has("where");
  if (isUnique && !isPartial) draft.keys.push({ kind: "unique", fields });
  else draft.indexes.push({ fields, unique: isUnique ? "yes" : "no", partial: isPartial ? "yes" : "no" });
}

function addPrimary(draft: ModelDraft, name: string): void {
  const at = draft.keys.findIndex(({ kind }) => kind === "primary");
  const known = draft.keys[at];
  if (known === undefined) draft.keys.push({ kind: "primary", fields: [name] });
  else if (!known.fields.includes(name)) draft.keys[at] = { kind: "primary", fields: [...known.fields, name] };
}

/** The type in TypeORM's words: given, or told by the kind of column or the property's own type. */
function typeWord(property: Property, { name, items }: Decorator, options: Named): string | null {
  const given = textIn(items[0]) ?? textIn(options.get("type"));
  if (name === "PrimaryGeneratedColumn") return given === "uuid" ? "uuid" : (textIn(options.get("type")) ?? "integer");
  if (given !== undefined) return given;
  if (/^(?:Create|Update|Delete)DateColumn$/.test(name)) return "timestamp";
  if (name === "VersionColumn") return "integer";
  if (options.has("enum")) return "enum";
  const named = options.get("type");
  if (named?.kind === "name") return inferred[named.text] ?? null;
  const parts = property.annotation
    .split("|")
    .map((part) => part.trim())
    .filter((part) => part !== "null" && part !== "undefined");
  return parts.length === 1 ? (inferred[parts[0] ?? ""] ?? null) : null;
}

function columnTypeOf(type: string, options: Named, draft: ModelDraft, name: string): string | null {
  const suffix = truthIn(options.get("array")) === "yes" ? "[]" : "";
  if (type === "simple-array" || type === "simple-json") return "text";
  if (type === "enum" || type === "simple-enum")
    return `${printTypeName(textIn(options.get("enumName")) ?? `${draft.name.split(".").at(-1) ?? ""}_${name.toLowerCase()}_enum`)}${suffix}`;
  const length = textIn(options.get("length")) ?? numberIn(options.get("length"))?.toString();
  const [precision, scale] = [numberIn(options.get("precision")), numberIn(options.get("scale"))];
  const inner =
    length ?? (precision === null ? undefined : /^(?:numeric|decimal)$/i.test(type) ? `${precision},${scale ?? 0}` : String(precision));
  const [base = type, zone = ""] = type.split(/ (?=with)/);
  return printColumnType(`${inner === undefined ? base : `${base}(${inner})`}${zone === "" ? "" : ` ${zone}`}${suffix}`);
}

type Drafts = ReadonlyMap<string, ModelDraft>;

function primaryFields(draft: ModelDraft | undefined): readonly string[] {
  return draft?.keys.find(({ kind }) => kind === "primary")?.fields ?? [];
}

function addReferences(entity: DecoratedClass, drafts: Drafts, classes: Classes): void {
  const draft = drafts.get(entity.name);
  if (draft === undefined) return;
  for (const property of propertiesOf(entity, classes)) {
    const relation = decoratorOf(property, "ManyToOne", "OneToOne");
    const joins = property.decorators.filter(({ name }) => name === "JoinColumn");
    const any = decoratorOf(property, "ManyToOne", "OneToOne", "OneToMany", "ManyToMany");
    const to = targetName(any?.items[0]);
    if (any !== undefined && !draft.relations.some((one) => one.property === property.name))
      draft.relations.push({ property: property.name, to });
    if (relation === undefined || (relation.name === "OneToOne" && joins.length === 0)) continue;
    addReference({ draft, target: drafts.get(to), to, property, relation, joins });
  }
}

interface ReferenceParts {
  readonly draft: ModelDraft;
  readonly target: ModelDraft | undefined;
  readonly to: string;
  readonly property: Property;
  readonly relation: Decorator;
  readonly joins: readonly Decorator[];
}

function addReference({ draft, target, to, property, relation, joins }: ReferenceParts): void {
  const options = optionsOf(relation);
  const listed = joins.flatMap(({ items }) => (items[0]?.kind === "list" ? items[0].items.map(entriesOf) : items.map(entriesOf)));
  const keys =
    listed.length > 0 && listed.every((one) => one.has("referencedColumnName"))
      ? listed.map((one) => fieldOf(target, textIn(one.get("referencedColumnName")) ?? ""))
      : primaryFields(target);
  if (target === undefined || keys.length === 0) {
    if (!draft.unread.some((text) => text.includes(` ${property.name} refers`)))
      draft.unread.push(`line ${property.line}: ${property.name} refers to ${to}, which is not in these files`);
    return;
  }
  const isPrimary = decoratorOf(property, "PrimaryColumn") !== undefined || truthIn(options.get("primary")) === "yes";
  const fields = keys.map((key, index) => textIn(listed[index]?.get("name")) ?? camel(`${property.name}_${key}`));
  const required = isPrimary || truthIn(options.get("nullable")) === "no";
  for (const [index, name] of fields.entries()) {
    const columnType = target.fields.find((field) => field.name === keys[index])?.columnType;
    if (!draft.fields.some((field) => field.name === name))
      draft.fields.push({
        name,
        property: property.name,
        type: relation.name,
        ...(columnType === undefined ? {} : { columnType }),
        required,
        line: property.line,
      });
    if (isPrimary) addPrimary(draft, name);
  }
  if (relation.name === "OneToOne") draft.keys.push({ kind: "unique", fields });
  addPropertyIndexes(draft, property, fields);
  if (truthIn(options.get("createForeignKeyConstraints")) === "no") return;
  draft.references.push({
    fields,
    object: target.name,
    targetFields: keys,
    onDelete: readAction(textIn(options.get("onDelete"))) ?? "no action",
    onUpdate: readAction(textIn(options.get("onUpdate"))) ?? "no action",
  });
}

function fieldOf(draft: ModelDraft | undefined, property: string): string {
  return draft?.fields.find((field) => field.property === property)?.name ?? property;
}

/** Tables between, of the side that has the `@JoinTable`. */
function addBetween(entity: DecoratedClass, drafts: Drafts, classes: Classes): readonly ModelDraft[] {
  const own = drafts.get(entity.name);
  return propertiesOf(entity, classes).flatMap((property): readonly ModelDraft[] => {
    const [relation, join] = [decoratorOf(property, "ManyToMany"), decoratorOf(property, "JoinTable")];
    const other = drafts.get(targetName(relation?.items[0]));
    if (own === undefined || relation === undefined || join === undefined || other === undefined) return [];
    const options = optionsOf(join);
    const tables = [own, other].map(({ name }) => name.split(".").at(-1) ?? name);
    const name = textIn(options.get("name")) ?? snake(`${tables[0] ?? ""}_${property.name.replaceAll(".", "_")}_${tables[1] ?? ""}`);
    const draft = draftObject({ name, file: entity.file, line: property.line, codeName: `${entity.name}.${property.name}` });
    const sides = [
      [own, "joinColumn"],
      [other, "inverseJoinColumn"],
    ] as const;
    const inverse = [...(classes.get(other.codeName)?.properties ?? [])].find((one) =>
      decoratorOf(one, "ManyToMany")?.items.some((item) => targetName(item) === entity.name),
    );
    for (const [index, [side, key]] of sides.entries()) {
      const given = entriesOf(options.get(key));
      const isSame = own === other && index === 1;
      const fields = primaryFields(side).map(
        (field) => textIn(given.get("name")) ?? `${camel(`${tables[index] ?? ""}_${field}`)}${isSame ? "_2" : ""}`,
      );
      for (const [at, field] of fields.entries()) {
        const columnType = side.fields.find((candidate) => candidate.name === primaryFields(side)[at])?.columnType;
        draft.fields.push({
          name: field,
          property: field,
          type: "ManyToMany",
          ...(columnType === undefined ? {} : { columnType }),
          required: true,
          line: property.line,
        });
        addPrimary(draft, field);
      }
      const actions = index === 0 ? optionsOf(relation) : inverse === undefined ? null : optionsOf(decoratorOf(inverse, "ManyToMany"));
      draft.references.push({
        fields,
        object: side.name,
        targetFields: primaryFields(side),
        onDelete: readAction(textIn(actions?.get("onDelete"))) ?? "cascade",
        onUpdate: readAction(textIn(actions?.get("onUpdate"))) ?? "cascade",
      });
      draft.indexes.push({ fields, unique: "no", partial: "no" });
    }
    return [draft];
  });
}

function addTableDecorators(entity: DecoratedClass, draft: ModelDraft | undefined): void {
  if (draft === undefined) return;
  for (const { name, items } of entity.decorators) {
    if (name !== "Index" && name !== "Unique") continue;
    const properties = items.map((item) => (item.kind === "list" ? textsIn(item) : null)).find((texts) => texts !== null);
    if (properties === undefined) {
      draft.unread.push(`line ${draft.line}: @${name}(${items.map(printValue).join(", ")})`);
      continue;
    }
    const fields = (properties ?? []).map((property) => referenceField(draft, property));
    if (name === "Unique") draft.keys.push({ kind: "unique", fields });
    else addIndex(draft, fields, optionsOf({ name, items }));
  }
}

function referenceField(draft: ModelDraft, property: string): string {
  return draft.fields.find((field) => field.property === property || field.name === property)?.name ?? property;
}

// The names that https://github.com/typeorm/typeorm/blob/master/src/util/StringUtils.ts makes.
function snake(text: string): string {
  return text
    .replaceAll(/([A-Z])([A-Z])([a-z])/g, "$1_$2$3")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
function camel(text: string): string {
  return text.replaceAll(/^([A-Z])|[\s\-_](\w)/g, (_, first: string | undefined, next: string | undefined) =>
    next === undefined ? (first ?? "").toLowerCase() : next.toUpperCase(),
  );
}
