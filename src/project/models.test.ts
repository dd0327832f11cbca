import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Schema } from "../model/schema.ts";
import { compareModel, readModel } from "./models.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dblead-models-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const prisma = `
datasource db { provider = "postgresql" }
enum Tier { bronze silver }
enum Kind {
  a
  b
}
/// Everybody. } "
model Customer {
  id       BigInt   @id @default(autoincrement()) // the key
  fullName String?  @map("full_name") @db.VarChar(80)
  kind     Kind     @default(a)
  tags     String[] @default([])
  code     String   @default(dbgenerated("concat('a)', \\"x\\")"))
  place    Unsupported("point")?
  orders   Order[]

  @@map("customers")
  @@schema("shop")
}
model Order {
  id         Int      @id
  customerId BigInt   @map(name: "customer_id")
  customer   Customer @relation(fields: [customerId], references: [id])
}
`;
const drizzle = `
import { pgTable, pgSchema, text, bigint, serial, timestamp } from "drizzle-orm/pg-core";
const times = { createdAt: timestamp("created_at").notNull().defaultNow() };
export const shop = pgSchema("shop");
export const customers = shop.table("customers", {
  id: bigint("id", { mode: "bigint" }).primaryKey(),
  fullName: text("full_name"),
  ...times,
}, (t) => [index("i").on(t.fullName)]);
export const orders = pgTable("Orders", (t) => ({ id: serial("id"), note: t.text().notNull().default("none"), ...elsewhere }));
`;

describe("prisma", () => {
  test("tables, names, requiredness, defaults and relations", async () => {
    await writeFile(join(root, "schema.prisma"), prisma);
    const { objects } = await readModel(root, "schema.prisma");
    expect(objects).toMatchObject([
      {
        name: "shop.customers",
        file: "schema.prisma",
        line: 9,
        codeName: "customer",
        coverage: "whole",
        relations: [{ property: "orders", to: "order" }],
        fields: [
          { name: "id", property: "id", type: "BigInt", required: true, default: "autoincrement()", line: 10 },
          { name: "full_name", property: "fullName", type: "String", dbType: "VarChar(80)", required: false, line: 11 },
          { name: "kind", property: "kind", type: "Kind", required: true, default: "a", line: 12 },
          { name: "tags", property: "tags", type: "String[]", required: null, default: "[]", line: 13 },
          { name: "code", property: "code", type: "String", required: true, default: 'dbgenerated("concat(\'a)\', \\"x\\")")', line: 14 },
          { name: "place", property: "place", type: 'Unsupported("point")', required: false, line: 15 },
        ],
      },
      { name: "Order", codeName: "order", relations: [{ property: "customer", to: "customer" }] },
    ]);
    expect(objects[1]).toMatchObject({
      keys: [{ kind: "primary", fields: ["id"] }],
      references: [{ fields: ["customer_id"], object: "shop.customers", targetFields: ["id"], onDelete: "restrict", onUpdate: "cascade" }],
    });
    expect(objects[0]?.fields.map(({ columnType }) => columnType)).toEqual([
      "bigint",
      "character varying(80)",
      '"Kind"',
      "text[]",
      "text",
      "point",
    ]);
    expect(objects[1]?.fields.map(({ name }) => name)).toEqual(["id", "customer_id"]);
  });

  test("a block without an end names its line", async () => {
    await writeFile(join(root, "schema.prisma"), "model A {\n  id Int @id\n");
    await expect(readModel(root, "schema.prisma")).rejects.toMatchObject({
      code: "schema-unreadable",
      message: expect.stringContaining("schema.prisma:1"),
    });
  });

  test("the example's whole schema", async () => {
    const example = fileURLToPath(new URL("../../examples/01-loyalty-tiers", import.meta.url));
    const { objects } = await readModel(example, "app/prisma/schema.prisma");
    expect(objects.length).toBeGreaterThanOrEqual(14);
    const customers = objects.find(({ name }) => name === "customers");
    expect(customers?.fields.map(({ name }) => name)).toContain("marketing_opt_in");
    expect(customers?.relations.map(({ property }) => property)).toContain("orders");
  });
});

test("drizzle: schemas, callbacks, spreads, defaults", async () => {
  await mkdir(join(root, "db"));
  await writeFile(join(root, "db/schema.ts"), drizzle);
  const { objects, orm } = await readModel(root, "db");
  expect(orm).toBe("drizzle");
  expect(objects).toMatchObject([
    {
      name: "shop.customers",
      file: "db/schema.ts",
      line: 5,
      codeName: "customers",
      relations: [],
      coverage: "whole",
      fields: [
        { name: "id", property: "id", type: "bigint", required: true, line: 6 },
        { name: "full_name", property: "fullName", type: "text", required: false, line: 7 },
        { name: "created_at", property: "createdAt", type: "timestamp", required: true, default: "now()", line: 3 },
      ],
    },
    {
      name: "Orders",
      file: "db/schema.ts",
      line: 10,
      codeName: "orders",
      relations: [],
      coverage: "partial",
      fields: [
        { name: "id", property: "id", type: "serial", required: true, line: 10 },
        { name: "note", property: "note", type: "text", required: true, default: '"none"', line: 10 },
      ],
    },
  ]);
});

test("drift: what only one side has, and requiredness", async () => {
  await writeFile(join(root, "schema.prisma"), prisma);
  const model = await readModel(root, "schema.prisma");
  const field = (name: string, presence: "required" | "optional", type = "text") => ({ name, type, required: presence === "required" });
  const table = (label: string, fields: readonly ReturnType<typeof field>[]) => ({
    id: `table:${label}`,
    kind: "table",
    dependsOn: [],
    definition: null,
    outline: { label, fields, keys: [{ name: "pk", kind: "primary" as const, fields: ["id"] }], references: [] },
  });
  const customers = table("shop.customers", [
    field("id", "required", "integer"),
    field("full_name", "required", "character varying(80)"),
    field("kind", "required", 'shop."Kind"'),
    field("tags", "optional", "text[]"),
    field("code", "required"),
    field("tier", "required"),
  ]);
  const schema: Schema = {
    engine: "postgresql",
    version: "18",
    objects: [customers, table("shop.extra", [field("id", "required")]), table("public.schema_migrations", [field("version", "required")])],
    unmodelled: [],
  };
  expect(
    compareModel(model, schema, ["schema_migrations"]).map(({ kind, object, field: name, line }) => [kind, object, name, line]),
  ).toEqual([
    ["type-differs", "shop.customers", "id", 10],
    ["required-differs", "shop.customers", "full_name", 11],
    ["field-only-in-model", "shop.customers", "place", 15],
    ["field-only-in-schema", "shop.customers", "tier", 9],
    ["object-only-in-model", "Order", null, 21],
    ["object-only-in-schema", "shop.extra", null, 1],
  ]);
});

test("drift: keys and references", async () => {
  await writeFile(join(root, "schema.prisma"), prisma);
  const model = await readModel(root, "schema.prisma");
  const outline = {
    label: "public.Order",
    fields: [
      { name: "id", type: "integer", required: true },
      { name: "customer_id", type: "bigint", required: true },
    ],
    keys: [{ name: "pk", kind: "primary" as const, fields: ["id", "customer_id"] }],
    references: [{ name: "fk", fields: ["id"], object: "shop.customers", targetFields: ["id"] }],
  };
  const object = { id: "table:public.Order", kind: "table", dependsOn: [], definition: null, outline };
  const schema: Schema = { engine: "postgresql", version: "18", objects: [object], unmodelled: [] };
  const drift = compareModel({ ...model, objects: model.objects.slice(1) }, schema);
  expect(drift.map(({ message }) => message)).toEqual([
    "The key of Order is (id) in the model, but (id, customer_id) in the schema.",
    "Order refers (customer_id) to shop.customers (id) in the model, not in the schema.",
    "Order refers (id) to shop.customers (id) in the schema, not in the model.",
  ]);
});

test("drizzle: tables of a creator have its prefix", async () => {
  const text =
    'const create = pgTableCreator((name) => `shop_${name}`);\nexport const posts = create("post", { id: serial().primaryKey() });\n';
  await writeFile(join(root, "schema.ts"), `import { pgTableCreator, serial } from "drizzle-orm/pg-core";\n${text}`);
  const { objects, orm } = await readModel(root, "schema.ts");
  expect([orm, objects.map(({ name, codeName }) => [name, codeName])]).toEqual(["drizzle", [["shop_post", "posts"]]]);
});

describe("what cannot be read is named", () => {
  test.each([
    ["schema.prisma", "model A {\n  id Int @id\n  b Nothing\n}\n", ["the type of b (Nothing)"]],
    [
      "a.ts",
      'import { Entity } from "typeorm";\n@Entity()\nexport class A extends Elsewhere {\n  @PrimaryColumn("int") id: number;\n  @Column() x: Odd;\n  @ManyToOne(() => Gone) gone: Gone;\n}',
      ["extends Elsewhere", "the type of x (Odd)", "refers to Gone"],
    ],
    [
      "m.js",
      "const A = sequelize.define('A', { ...base, t: custom() }, {});\nA.belongsTo(Gone);\n// DataTypes",
      ["...base", "the type of t", "Gone, which is not in these files"],
    ],
    [
      "m.py",
      "from sqlalchemy import Column\nclass A(Far):\n  __tablename__ = 'a'\n  id = Column(Odd, primary_key=True)\n  b = column_property(x + y)\n",
      ["inherits from Far", "the type of id (Odd)", "b is made by column_property"],
    ],
    [
      "models.py",
      "from django.db import models\nclass A(models.Model):\n  x = OddField()\n  y = models.ForeignKey('far.B', on_delete=models.CASCADE)\n",
      ["the type of x (OddField)", "the type of y_id", "refers to far.B"],
    ],
    [
      "schema.rb",
      'ActiveRecord::Schema[7.1].define do\n  create_table "a" do |t|\n    t.odd "x"\n    t.index "lower(x)"\n  end\nend\n',
      ["the type of x (odd)", "an index over an expression"],
    ],
  ])("%s", async (file, text, expected) => {
    await writeFile(join(root, file), text);
    const { objects } = await readModel(root, file);
    const unread = objects.flatMap((object) => object.unread);
    expect(unread).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(unread[index]).toContain(words);
    expect(objects[0]?.coverage).toBe(expected.length === 0 ? "whole" : "partial");
  });
});
