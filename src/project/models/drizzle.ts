import type { SgNode } from "@ast-grep/napi";
import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import { argumentsOf, entriesOf, lineOf, readNode } from "./code-source.ts";
import { printColumnType, printTypeName, readAction } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { type Named, numberIn, textIn, truthIn } from "./source-values.ts";

const tableMakers = new Set(["pgTable", "sqliteTable", "mysqlTable", "pgView", "sqliteView", "mysqlView", "pgMaterializedView"]);
const schemaMakers = new Set(["pgSchema", "mysqlSchema"]);
/** https://orm.drizzle.team/docs/column-types/pg */
const types: Readonly<Record<string, string>> = {
  integer: "integer",
  smallint: "smallint",
  bigint: "bigint",
  serial: "integer",
  smallserial: "smallint",
  bigserial: "bigint",
  boolean: "boolean",
  text: "text",
  real: "real",
  doublePrecision: "double precision",
  json: "json",
  jsonb: "jsonb",
  date: "date",
  uuid: "uuid",
  inet: "inet",
  cidr: "cidr",
  macaddr: "macaddr",
  macaddr8: "macaddr8",
  point: "point",
  line: "line",
  interval: "interval",
  bytea: "bytea",
};

/** What the constants of all files make: tables, schemas, enums, and objects that are spread into tables. */
interface Made {
  readonly constants: ReadonlyMap<string, SgNode>;
  readonly schemas: ReadonlyMap<string, string>;
  /** Names of types by constant. */
  readonly enums: ReadonlyMap<string, string>;
}
interface Table {
  readonly draft: ModelDraft;
  readonly body: SgNode;
  readonly extra: SgNode | null;
}

/**
 * Tables of Drizzle schema files: `pgTable("customers", { … })`, `shop.table(…)` of a `pgSchema`, callbacks, spreads of constants, keys, references and
 * indexes of the third argument. Source: https://orm.drizzle.team/docs/indexes-constraints
 */
export async function readDrizzleModel(files: readonly FileText[]): Promise<readonly ModelObject[]> {
  const { Lang, parse } = await import("@ast-grep/napi");
  const roots = files.map((file) => ({ file, own: constantsOf(parse(Lang.TypeScript, file.text).root()) }));
  const constants = new Map(roots.flatMap(({ own }) => [...own]));
  const [schemas, enums] = [new Map<string, string>(), new Map<string, string>()];
  for (const [name, value] of constants) {
    const call = readCall(value);
    if (call !== null && schemaMakers.has(call.callee)) schemas.set(name, textOf(call.args[0]) ?? name);
  }
  for (const [name, value] of constants) {
    const call = readCall(value);
    const [owner = "", method = ""] = call?.callee.split(".") ?? [];
    const schema = method === "enum" ? schemas.get(owner) : undefined;
    const label = textOf(call?.args[0]);
    if (label !== undefined && (call?.callee === "pgEnum" || schema !== undefined))
      enums.set(name, [...(schema === undefined ? [] : [schema]), label].map(printTypeName).join("."));
  }
  const made = { constants, schemas, enums };
  const tables = roots.flatMap(({ file, own }) => [...own].flatMap(([codeName, value]) => readTable(file, codeName, value, made)));
  for (const table of tables) readFields(table.draft, table.body, made);
  for (const { draft, body } of tables) readReferences(draft, body, tables, made);
  for (const { draft, extra } of tables) if (extra !== null) readExtra(draft, extra, tables);
  return tables.map(({ draft }) => finishObject(draft));
}

function constantsOf(root: SgNode): ReadonlyMap<string, SgNode> {
  const constants = new Map<string, SgNode>();
  for (const declarator of root.findAll({ rule: { kind: "variable_declarator" } })) {
    const [name, value] = [declarator.field("name"), declarator.field("value")];
    if (name !== null && value !== null) constants.set(name.text(), value);
  }
  return constants;
}

interface Call {
  readonly callee: string;
  readonly args: readonly SgNode[];
}

function readCall(node: SgNode): Call | null {
  return node.kind() === "call_expression" ? { callee: node.field("function")?.text() ?? "", args: argumentsOf(node) } : null;
}

/** `pgTableCreator((name) => \`shop_${name}\`)`: the table's name; null: no such thing. */
function createdName(creator: SgNode, name: string): string | null {
  const call = readCall(creator);
  if (call === null || !/^(?:pg|mysql|sqlite)TableCreator$/.test(call.callee)) return null;
  const pattern = /=>\s*`([^`$]*)\$\{\s*\w+\s*\}([^`$]*)`/.exec(call.args[0]?.text() ?? "");
  return pattern === null ? name : `${pattern[1] ?? ""}${name}${pattern[2] ?? ""}`;
}

function readTable(file: FileText, codeName: string, value: SgNode, { schemas, constants }: Made): readonly Table[] {
  const call = readCall(value);
  const name = textOf(call?.args[0]);
  const [, body, extra = null] = call?.args ?? [];
  if (call === null || name === undefined || body === undefined) return [];
  const [owner = "", method = ""] = call.callee.split(".");
  const schema = /^(?:table|view|materializedView)$/.test(method) ? schemas.get(owner) : undefined;
  const creator = constants.get(call.callee);
  const named = creator === undefined ? null : createdName(creator, name);
  if (!tableMakers.has(call.callee) && schema === undefined && named === null) return [];
  const place = {
    name: printName(schema === undefined ? [named ?? name] : [schema, name]),
    file: file.path,
    line: lineOf(value),
    codeName,
  };
  return [{ draft: draftObject(place), body, extra }];
}

function membersOf(body: SgNode): SgNode | null {
  return body.kind() === "object" ? body : body.find({ rule: { kind: "object" } });
}

/** Fields with what is chained to them, those of spread constants among them. */
function fieldChains(body: SgNode, made: Made): readonly (FieldChain | string)[] {
  const object = membersOf(body);
  if (object === null) return [`its fields are made by ${body.text().slice(0, 60)}`];
  return object.children().flatMap((member): readonly (FieldChain | string)[] => {
    if (member.kind() === "pair") return [readChain(member) ?? `${member.field("key")?.text() ?? ""} is made by code`];
    if (member.kind() === "shorthand_property_identifier") return [`${member.text()} is made elsewhere`];
    if (member.kind() !== "spread_element") return [];
    const spread = made.constants.get(member.text().replace(/^\.\.\.\s*/, ""));
    return spread?.kind() === "object" ? fieldChains(spread, made) : [`${member.text()} is made elsewhere`];
  });
}

interface FieldChain {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly options: Named;
  readonly chain: ReadonlyMap<string, readonly SgNode[]>;
  readonly line: number;
}

/** `mail: text("mail").notNull().default("x")`: the innermost call is the type, those around it say the rest. */
function readChain(pair: SgNode): FieldChain | null {
  const property = pair
    .field("key")
    ?.text()
    .replaceAll(/^["']|["']$/g, "");
  let node = pair.field("value");
  const chain = new Map<string, readonly SgNode[]>();
  while (node?.kind() === "call_expression") {
    const call = readCall(node);
    const callee: SgNode | null = node.field("function");
    if (call === null || callee === null || property === undefined) return null;
    const inner = callee.kind() === "member_expression" ? callee.field("object") : null;
    if (inner?.kind() === "call_expression") {
      chain.set(callee.field("property")?.text() ?? "", call.args);
      node = inner;
      continue;
    }
    const options = entriesOf(call.args.map(readNode).find((value) => value.kind === "map"));
    return {
      property,
      name: textOf(call.args[0]) ?? property,
      type: call.callee.split(".").at(-1) ?? call.callee,
      options,
      chain,
      line: lineOf(pair),
    };
  }
  return null;
}

function readFields(draft: ModelDraft, body: SgNode, made: Made): void {
  for (const found of fieldChains(body, made)) {
    if (typeof found === "string") {
      draft.unread.push(`line ${draft.line}: ${found}`);
      continue;
    }
    const { name, property, type, chain, line } = found;
    const columnType = columnTypeOf(found, made);
    const fallback = chain.has("defaultNow")
      ? "now()"
      : chain.has("defaultRandom")
        ? "gen_random_uuid()"
        : chain.get("default")?.[0]?.text();
    const generated = [...chain.keys()].some((key) => key.startsWith("generated"));
    draft.fields.push({
      name,
      property,
      type,
      ...(columnType === null ? {} : { columnType }),
      required: chain.has("notNull") || chain.has("primaryKey") || /serial$/i.test(type) || (generated && !chain.has("generatedAlwaysAs")),
      ...(fallback === undefined ? {} : { default: fallback }),
      line,
    });
    if (columnType === null) draft.unread.push(`line ${line}: the type of ${name} (${type}) is not known`);
    if (chain.has("primaryKey")) draft.keys.push({ kind: "primary", fields: [name] });
    if (chain.has("unique")) draft.keys.push({ kind: "unique", fields: [name] });
  }
}

function columnTypeOf({ type, options, chain }: FieldChain, { enums }: Made): string | null {
  const lists = chain.has("array") ? "[]" : "";
  const made = enums.get(type);
  if (made !== undefined) return `${made}${lists}`;
  const [length, precision, scale] = [options.get("length"), options.get("precision"), options.get("scale")].map(numberIn);
  const inner = (value: number | null | undefined): string => (value === null || value === undefined ? "" : `(${value})`);
  const zone = truthIn(options.get("withTimezone")) === "yes" ? "tz" : "";
  if (type === "varchar") return printColumnType(`varchar${inner(length)}${lists}`);
  if (type === "char") return printColumnType(`char${inner(length)}${lists}`);
  if (type === "timestamp" || type === "time") return printColumnType(`${type}${zone}${inner(precision)}${lists}`);
  if (type === "numeric" || type === "decimal")
    return printColumnType(
      precision === null || precision === undefined ? `numeric${lists}` : `numeric(${precision},${scale ?? 0})${lists}`,
    );
  if (type === "vector") return `vector${inner(numberIn(options.get("dimensions")))}${lists}`;
  const known = types[type];
  return known === undefined ? null : `${printColumnType(known)}${lists}`;
}

/** `.references(() => users.id, { onDelete: "cascade" })` */
function readReferences(draft: ModelDraft, body: SgNode, tables: readonly Table[], made: Made): void {
  for (const found of fieldChains(body, made)) {
    if (typeof found === "string") continue;
    const [to, options] = found.chain.get("references") ?? [];
    if (to === undefined) continue;
    addReference(draft, [found.name], [to.field("body")?.text() ?? ""], tables, entriesOf(readNode(options)));
  }
}

function addReference(
  draft: ModelDraft,
  fields: readonly string[],
  targets: readonly string[],
  tables: readonly Table[],
  options: Named,
): void {
  const [owner = "", ...rest] = (targets[0] ?? "").replaceAll(/[()]/g, "").split(".");
  const target = tables.find((table) => table.draft.codeName === owner)?.draft;
  const properties = [rest.at(-1) ?? "", ...targets.slice(1).map((text) => text.split(".").at(-1) ?? "")];
  if (target === undefined) {
    draft.unread.push(`line ${draft.line}: ${fields.join(", ")} refers to ${targets.join(", ")}, which is not in these files`);
    return;
  }
  draft.references.push({
    fields,
    object: target.name,
    targetFields: properties.map((property) => target.fields.find((field) => field.property === property)?.name ?? property),
    onDelete: readAction(textIn(options.get("onDelete"))) ?? "no action",
    onUpdate: readAction(textIn(options.get("onUpdate"))) ?? "no action",
  });
}

/** Keys, references and indexes of the third argument, as a list or as an object. */
function readExtra(draft: ModelDraft, extra: SgNode, tables: readonly Table[]): void {
  const column = (text: string): string | null => {
    const property = /^\w+\.(\w+)(?:\.(?:asc|desc|nullsFirst|nullsLast|op)\([^)]*\))*$/.exec(text.trim())?.[1];
    return draft.fields.find((field) => field.property === property)?.name ?? null;
  };
  for (const call of extra.findAll({ rule: { kind: "call_expression" } })) {
    const callee = call.field("function")?.text() ?? "";
    const outer = call.parent();
    const chained = chainAbove(call);
    if (!/^(?:primaryKey|unique|index|uniqueIndex|foreignKey)$/.test(callee) || outer === null) continue;
    const options = call.field("arguments")?.find({ rule: { kind: "object" } }) ?? null;
    const listed = (key: string): readonly SgNode[] =>
      options
        ?.children()
        .find((pair) => pair.kind() === "pair" && pair.field("key")?.text() === key)
        ?.field("value")
        ?.children()
        .filter((child) => child.isNamed()) ?? [];
    const on = chained.get("on") ?? chained.get("onOnly") ?? chained.get("using")?.slice(1) ?? [];
    const given = (
      callee === "primaryKey" || callee === "foreignKey" ? (listed("columns").length > 0 ? listed("columns") : argumentsOf(call)) : on
    ).map((node) => node.text());
    const fields = given.map(column);
    if (fields.length === 0 || fields.includes(null)) {
      draft.unread.push(`line ${lineOf(call)}: ${callee} over an expression (${given.join(", ")})`);
      continue;
    }
    const names = fields.map((field) => field ?? "");
    const partial = chained.has("where") ? "yes" : "no";
    if (callee === "primaryKey") draft.keys.push({ kind: "primary", fields: names });
    else if (callee === "unique" || (callee === "uniqueIndex" && partial === "no")) draft.keys.push({ kind: "unique", fields: names });
    else if (callee === "foreignKey")
      addReference(
        draft,
        names,
        listed("foreignColumns").map((node) => node.text()),
        tables,
        chainOptions(chained),
      );
    else draft.indexes.push({ fields: names, unique: callee === "uniqueIndex" ? "yes" : "no", partial });
  }
}

/** `index("n").on(t.a).where(…)`: what is chained to a call, by name. */
function chainAbove(call: SgNode): ReadonlyMap<string, readonly SgNode[]> {
  const chain = new Map<string, readonly SgNode[]>();
  for (let node: SgNode | null = call; node !== null; ) {
    const callee: SgNode | null = node.parent();
    const outer: SgNode | null = callee?.kind() === "member_expression" ? callee.parent() : null;
    if (callee === null || outer?.kind() !== "call_expression") break;
    chain.set(callee.field("property")?.text() ?? "", argumentsOf(outer));
    node = outer;
  }
  return chain;
}

function chainOptions(chain: ReadonlyMap<string, readonly SgNode[]>): Named {
  return new Map([...chain].map(([name, args]) => [name, readNode(args[0])]));
}

function textOf(node: SgNode | undefined): string | undefined {
  return node === undefined ? undefined : textIn(readNode(node));
}
