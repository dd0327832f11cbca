import type { SgNode } from "@ast-grep/napi";
import type { FileText } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import type { ModelField, ModelObject } from "./model.ts";

const tableMakers = new Set(["pgTable", "sqliteTable", "mysqlTable", "pgView", "sqliteView", "mysqlView", "pgMaterializedView"]);
const schemaMakers = new Set(["pgSchema", "mysqlSchema"]);

/** Tables of Drizzle schema files: `pgTable("customers", { … })`, `shop.table(…)` of a `pgSchema`, callbacks, and spreads of constants of the same file. */
export async function readDrizzleModel(files: readonly FileText[]): Promise<readonly ModelObject[]> {
  const { Lang, parse } = await import("@ast-grep/napi");
  return files.flatMap((file) => readTables(file, parse(Lang.TypeScript, file.text).root()));
}

function readTables(file: FileText, root: SgNode): readonly ModelObject[] {
  const constants = new Map<string, SgNode>();
  for (const declarator of root.findAll({ rule: { kind: "variable_declarator" } })) {
    const name = declarator.field("name");
    const value = declarator.field("value");
    if (name !== null && value !== null) constants.set(name.text(), value);
  }
  const schemas = new Map<string, string>();
  for (const [name, value] of constants) {
    const call = readCall(value);
    if (call !== null && schemaMakers.has(call.callee)) schemas.set(name, textOf(call.args[0]) ?? name);
  }
  return [...constants].flatMap(([codeName, value]) => {
    const made = readTable(value, schemas);
    if (made === null) return [];
    const { fields, coverage } = readFields(made.body, constants);
    return [{ name: printName(made.name), file: file.path, line: value.range().start.line + 1, codeName, fields, relations: [], coverage }];
  });
}

interface Call {
  readonly callee: string;
  readonly args: readonly SgNode[];
}

function readCall(node: SgNode): Call | null {
  if (node.kind() !== "call_expression") return null;
  const args =
    node
      .field("arguments")
      ?.children()
      .filter((child) => child.isNamed() && child.kind() !== "comment") ?? [];
  return { callee: node.field("function")?.text() ?? "", args };
}

function readTable(
  value: SgNode,
  schemas: ReadonlyMap<string, string>,
): { readonly name: readonly string[]; readonly body: SgNode } | null {
  const call = readCall(value);
  const name = textOf(call?.args[0]);
  const body = call?.args[1];
  if (call === null || name === undefined || body === undefined) return null;
  if (tableMakers.has(call.callee)) return { name: [name], body };
  const [owner = "", method = ""] = call.callee.split(".");
  const schema = schemas.get(owner);
  return schema !== undefined && /^(?:table|view|materializedView)$/.test(method) ? { name: [schema, name], body } : null;
}

function readFields(
  body: SgNode,
  constants: ReadonlyMap<string, SgNode>,
): { readonly fields: readonly ModelField[]; readonly coverage: "whole" | "partial" } {
  const object = body.kind() === "object" ? body : body.find({ rule: { kind: "object" } });
  if (object === null) return { fields: [], coverage: "partial" };
  const fields: ModelField[] = [];
  let coverage: "whole" | "partial" = "whole";
  for (const member of object.children()) {
    if (member.kind() === "pair") {
      const field = readField(member);
      if (field === null) coverage = "partial";
      else fields.push(field);
    }
    if (member.kind() === "spread_element") {
      const spread = constants.get(member.text().replace(/^\.\.\.\s*/, ""));
      const inner = spread?.kind() === "object" ? readFields(spread, constants) : { fields: [], coverage: "partial" as const };
      fields.push(...inner.fields);
      if (inner.coverage === "partial") coverage = "partial";
    }
    if (member.kind() === "shorthand_property_identifier") coverage = "partial";
  }
  return { fields, coverage };
}

/** `mail: text("mail").notNull().default("x")`: the innermost call is the type, those around it say the rest. */
function readField(pair: SgNode): ModelField | null {
  const property = pair
    .field("key")
    ?.text()
    .replaceAll(/^["']|["']$/g, "");
  let node = pair.field("value");
  const chain = new Map<string, readonly SgNode[]>();
  while (node?.kind() === "call_expression") {
    const call = readCall(node);
    const callee: SgNode | null = node.field("function");
    if (call === null || callee === null) return null;
    const inner = callee.kind() === "member_expression" ? callee.field("object") : null;
    if (inner?.kind() === "call_expression") {
      chain.set(callee.field("property")?.text() ?? "", call.args);
      node = inner;
      continue;
    }
    if (property === undefined) return null;
    const type = call.callee.split(".").at(-1) ?? call.callee;
    const fallback = chain.has("defaultNow") ? "now()" : chain.get("default")?.[0]?.text();
    return {
      name: textOf(call.args[0]) ?? property,
      property,
      type,
      required: chain.has("notNull") || chain.has("primaryKey") || /serial$/i.test(type),
      ...(fallback === undefined ? {} : { default: fallback }),
      line: pair.range().start.line + 1,
    };
  }
  return null;
}

function textOf(node: SgNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  const isText = node.kind() === "string" || (node.kind() === "template_string" && !node.text().includes("${"));
  return isText ? node.text().slice(1, -1) : undefined;
}
