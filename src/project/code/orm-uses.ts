import type { SgNode } from "@ast-grep/napi";
import type { ModelObject, ModelSchema } from "../models/model.ts";

/** A place where an ORM's client uses an object or one of its fields. `offset` is a 0-based UTF-16 unit of the file. */
export interface OrmUse {
  readonly object: ModelObject;
  /** The database's name of the field; null: the object as a whole. */
  readonly field: string | null;
  readonly offset: number;
  /** The client asks for every field of the model by its name. */
  readonly reads?: "every-field";
}

const clientMethods = new Set([
  ...["findMany", "findUnique", "findFirst", "findUniqueOrThrow", "findFirstOrThrow", "create", "createMany", "createManyAndReturn"],
  ...["update", "updateMany", "updateManyAndReturn", "upsert", "delete", "deleteMany", "count", "aggregate", "groupBy"],
]);

/** Uses of a model's objects in a JavaScript or TypeScript source. A source that names none of them is not parsed. */
export async function findOrmUses(path: string, source: string, models: readonly ModelSchema[]): Promise<readonly OrmUse[]> {
  const named = models.filter((model) => model.objects.some((object) => source.includes(object.codeName)));
  if (named.length === 0) return [];
  const { Lang, parse } = await import("@ast-grep/napi");
  const root = parse(/\.[jt]sx$/.test(path) ? Lang.Tsx : Lang.TypeScript, source).root();
  return named.flatMap((model) => {
    const objects = new Map(model.objects.map((object) => [object.codeName, object]));
    const uses = [...clientUses(root, objects), ...(model.orm === "drizzle" ? tableUses(root, objects) : [])];
    return uses.map(({ node, ...use }) => ({ ...use, offset: node.range().start.index }));
  });
}

interface Use {
  readonly object: ModelObject;
  readonly field: string | null;
  readonly node: SgNode;
  readonly reads?: "every-field";
}
type Objects = ReadonlyMap<string, ModelObject>;

/** `prisma.customer.findMany({ … })`, `db.query.customers.findFirst({ … })`. */
function clientUses(root: SgNode, objects: Objects): readonly Use[] {
  return root.findAll({ rule: { kind: "call_expression" } }).flatMap((call): readonly Use[] => {
    const callee = call.field("function");
    const owner = callee?.kind() === "member_expression" ? callee.field("object") : null;
    if (owner?.kind() !== "member_expression" || !clientMethods.has(callee?.field("property")?.text() ?? "")) return [];
    const name = owner.field("property");
    const object = objects.get(name?.text() ?? "");
    if (name === null || object === undefined) return [];
    const args = call.field("arguments")?.children() ?? [];
    const isNarrowed = args.some((arg) => namesFields(arg));
    const returnsRows = !/^(?:count|aggregate|groupBy|createMany|updateMany|deleteMany)$/.test(callee?.field("property")?.text() ?? "");
    return [
      { object, field: null, node: name, ...(isNarrowed || !returnsRows ? {} : { reads: "every-field" as const }) },
      ...args.flatMap((arg) => keyUses(arg, object, objects)),
    ];
  });
}

/** Whether an argument says itself which fields are read (`select`, `omit`; `columns` of Drizzle), or cannot be read here. */
function namesFields(node: SgNode): boolean {
  if (!node.isNamed()) return false;
  if (node.kind() !== "object") return true;
  return node.children().some((member) => {
    if (member.kind() === "spread_element") return true;
    const word = member.kind() === "pair" ? (member.field("key")?.text() ?? "") : member.text();
    return /^["']?(?:select|omit|columns)["']?$/.test(word);
  });
}

/** Keys of an argument that are fields of the object, following relations into others. */
function keyUses(node: SgNode, object: ModelObject, objects: Objects): readonly Use[] {
  if (node.kind() !== "object") return node.children().flatMap((child) => (child.isNamed() ? keyUses(child, object, objects) : []));
  return node.children().flatMap((member): readonly Use[] => {
    if (member.kind() === "shorthand_property_identifier") return fieldUse(member.text(), member, object);
    if (member.kind() !== "pair") return [];
    const key = member.field("key");
    const value = member.field("value");
    if (key === null || value === null) return [];
    const word = key.text().replaceAll(/^["']|["']$/g, "");
    const related = objects.get(object.relations.find((relation) => relation.property === word)?.to ?? "");
    if (related !== undefined) return [{ object: related, field: null, node: key }, ...keyUses(value, related, objects)];
    const use = fieldUse(word, key, object);
    return use.length > 0 ? use : keyUses(value, object, objects);
  });
}

function fieldUse(property: string, node: SgNode, object: ModelObject): readonly Use[] {
  const field = object.fields.find((candidate) => candidate.property === property);
  return field === undefined ? [] : [{ object, field: field.name, node }];
}

/** Drizzle's tables are values: `from(customers)`, `customers.mail`, `insert(customers).values({ … })`. */
function tableUses(root: SgNode, objects: Objects): readonly Use[] {
  const members = root.findAll({ rule: { kind: "member_expression" } }).flatMap((member): readonly Use[] => {
    const object = objects.get(member.field("object")?.text() ?? "");
    const property = member.field("property");
    return object === undefined || property === null ? [] : fieldUse(property.text(), property, object);
  });
  const calls = root.findAll({ rule: { kind: "call_expression" } }).flatMap((call): readonly Use[] => {
    const callee = call.field("function");
    const method = callee?.field("property")?.text() ?? "";
    const args = call.field("arguments")?.children() ?? [];
    if (/^(?:from|insert|update|delete|(?:left|right|inner|full)Join)$/.test(method)) {
      return args.flatMap((arg): readonly Use[] => {
        const object = objects.get(arg.text());
        const isWhole = method === "from" && /\.select(?:Distinct)?\(\s*\)\s*\.from$/.test(callee?.text() ?? "");
        return object === undefined ? [] : [{ object, field: null, node: arg, ...(isWhole ? { reads: "every-field" as const } : {}) }];
      });
    }
    if (!/^(?:values|set|onConflictDoUpdate)$/.test(method)) return [];
    const written = [...(callee?.text() ?? "").matchAll(/\b(?:insert|update)\(\s*([\w$]+)\s*\)/g)].at(-1)?.[1] ?? "";
    const object = objects.get(written);
    return object === undefined ? [] : args.flatMap((arg) => keyUses(arg, object, objects));
  });
  return [...members, ...calls];
}
