import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mentionsOf } from "../engines/postgresql/parse.ts";
import { findMentions, findQueries } from "./code.ts";
import { findSql } from "./code/queries.ts";
import { readModel } from "./models.ts";
import type { ModelSchema } from "./models/model.ts";

const sqlReader = { mentions: mentionsOf };
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dblead-code-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
const customers = [{ label: "public.customers", fields: ["mail", "full_name"] }];

describe("SQL in the texts of a source", () => {
  test.each([
    [
      "a.ts",
      '// it\'s a "select 1 from t"\nconst a = /[\'"]/.test(x) ? `select a from t where b = ${f(`x${1}`)} and c = ${2}` : 1;',
      ["select a from t where b = $1 and c = $2"],
    ],
    [
      "a.ts",
      'const a = "select a " +\n  "from t where b = " + value + " limit 1"; say("select a colour");',
      ["select a from t where b = $1 limit 1"],
    ],
    ["a.tsx", "return <p>Don't</p>; const q = 'delete from t where a = $1 and b = ' + x + '';", ["delete from t where a = $1 and b = $2"]],
    ["a.ts", 'q("update t set a = $2 where b = $1", [1]); q("update the docs");', ["update t set a = $2 where b = $1"]],
    ["a.ts", "sql`insert into t (a) values (${a}) returning id::text`", ["insert into t (a) values ($1) returning id::text"]],
    [
      "a.py",
      "q = ('select a '  # why\n     'from t where b = %s and c = %(name)s and d = %(name)s')",
      ["select a from t where b = $1 and c = $2 and d = $2"],
    ],
    ["a.py", 'q = f"""select a\nfrom t where b = {b["x"]} and c = \'{{}}\'"""', ["select a\nfrom t where b = $1 and c = '{}'"]],
    ["a.py", "'''a note: select it'''\nq = r'select a from t where b ~ \\d and c = :c'", ["select a from t where b ~ \\d and c = $1"]],
    [
      "a.rb",
      'q = <<~SQL\n  select a from t\n  where b = #{b} and c = ?\nSQL\nr = "delete from t where a = :a"',
      ["select a from t\n  where b = $1 and c = $2", "delete from t where a = $1"],
    ],
    [
      "a.go",
      'q := `select a from t where b = $1` // `select z from z`\nr := "select a " + "from t"',
      ["select a from t where b = $1", "select a from t"],
    ],
    [
      "A.java",
      'var q = """\n  select a from t where b = ? and c ?| array[\'x\']\n  """;',
      ["select a from t where b = $1 and c ?| array['x']"],
    ],
    ["a.kt", 'val q = "select a from t where b = $b and c = ${c.d("x")}"', ["select a from t where b = $1 and c = $2"]],
    [
      "a.php",
      "<?php $q = 'select a from t where b = ' . $b . ' and c = :c'; $r = \"select a from t where b = {$b['x']} and c = $c->d\"; # 'x",
      ["select a from t where b = $1 and c = $2", "select a from t where b = $1 and c = $2"],
    ],
    ["a.php", "<?php $q = <<<SQL\n  select a from t where b = $b\n  SQL;\n", ["select a from t where b = $1"]],
    [
      "a.cs",
      'var q = @"select ""a"" from t where b = @b"; var r = $"select a from t where b = {b}";',
      ['select "a" from t where b = $1', "select a from t where b = $1"],
    ],
    ["a.sql", "-- one\nselect 1;\nselect a from t where b = :b;", ["-- one\nselect 1;", "select a from t where b = $1;"]],
    ["a.md", "select a from t", []],
  ])("%s %j", (path, source, expected) => {
    expect(findSql(path, source).map(({ text }) => text)).toEqual(expected);
  });
});

describe("mentions", () => {
  test("fields through aliases, whole objects, and SQL that cannot be parsed", async () => {
    await put({
      "app/a.ts":
        'q(`select c.mail, o.id\n  from public.customers c\n  join orders o on o.customer_id = c.id`);\nq("select * from customers");\nq(`select mail from ${table} join customers using`);',
      "app/b.ts": 'q("select mail from people"); q("select full_name from other.customers");',
      "app/node_modules/c.ts": 'q("select mail from customers");',
      "app/big.ts": `q("select mail from customers");${" ".repeat(1024 * 1024)}`,
      "db/migrations/1.sql": "select mail from customers;",
    });
    const found = await findMentions({ root, folders: ["."], exclude: ["db/migrations"], objects: customers, models: [], sqlReader });
    expect(found).toEqual([
      {
        file: "app/a.ts",
        line: 1,
        column: 13,
        object: "public.customers",
        field: "mail",
        how: "sql",
        excerpt: "q(`select c.mail, o.id",
        query: "select c.mail, o.id\n  from public.customers c\n  join orders o on o.customer_id = c.id",
      },
      {
        file: "app/a.ts",
        line: 4,
        column: 18,
        object: "public.customers",
        field: null,
        how: "sql",
        excerpt: 'q("select * from customers");',
        query: "select * from customers",
      },
      {
        file: "app/a.ts",
        line: 5,
        column: 11,
        object: "public.customers",
        field: "mail",
        how: "text",
        excerpt: "q(`select mail from ${table} join customers using`);",
        query: "select mail from $1 join customers using",
      },
    ]);
  });

  test("prisma: keys, relations, and what is read from rows beside them", async () => {
    await put({
      "schema.prisma":
        'model Customer {\n  id Int @id\n  fullName String @map("full_name")\n  mail String\n  orders Order[]\n  @@map("customers")\n}\nmodel Order {\n  id Int @id\n  mail String\n  customerId Int\n  customer Customer @relation(fields: [customerId], references: [id])\n}',
      "app/a.ts": [
        "const a = await prisma.customer.findMany({ where: { OR: [{ mail }, { mail: { contains: x } }] }, select: { fullName: true } });",
        "const b = await this.db.order.findFirst({ where: { mail: 1 }, include: { customer: { select: { mail: true } } } });",
        "await prisma.customer.count();",
        "log(a[0].fullName, other.mailbox);",
        "interface Row { id: string }",
      ].join("\n"),
      "app/c.ts": "const mail = other.mail; customer.findMany({ where: { mail } });",
    });
    const models = [await readModel(root, "schema.prisma")];
    const found = await findMentions({ root, folders: ["app"], objects: customers, models, sqlReader });
    expect(found.map(({ line, column, field, how }) => [line, column, field, how])).toEqual([
      [1, 60, "mail", "orm"],
      [1, 70, "mail", "orm"],
      [1, 108, "full_name", "orm"],
      [2, 96, "mail", "orm"],
      [3, 14, null, "orm"],
      [4, 10, "full_name", "text"],
    ]);
  });

  test("drizzle: tables as values", async () => {
    await put({
      "app/schema.ts":
        'import { pgTable, text } from "drizzle-orm/pg-core";\nexport const customers = pgTable("customers", { mail: text(), fullName: text("full_name") });',
      "app/a.ts": [
        'import { customers } from "./schema.ts";',
        "await db.select({ m: customers.mail }).from(customers).where(eq(customers.fullName, x));",
        "await db.insert(customers).values([{ mail, fullName: x }]);",
        "await db.update(customers).set({ mail: y });",
        "await db.query.customers.findFirst({ columns: { mail: true } });",
      ].join("\n"),
    });
    const models = [await readModel(root, "app/schema.ts")];
    const found = await findMentions({ root, folders: ["app"], objects: customers, models, sqlReader });
    expect(found.map(({ line, field, how }) => [line, field, how])).toEqual([
      [2, "mail", "orm"],
      [2, "full_name", "orm"],
      [3, "mail", "orm"],
      [3, "full_name", "orm"],
      [4, "mail", "orm"],
      [5, "mail", "orm"],
    ]);
  });
});

describe("models by class", () => {
  const model = (orm: ModelSchema["orm"]): ModelSchema => {
    const field = (name: string, property = name) => ({ name, property, type: "text", required: true, line: 1 });
    const rest = { relations: [], keys: [], references: [], indexes: [], coverage: "whole" as const, unread: [] };
    const object = {
      name: "customers",
      file: "models",
      line: 1,
      codeName: "Customer",
      fields: [field("mail"), field("full_name", "fullName")],
      ...rest,
    };
    return { orm, file: "models", objects: [object] };
  };

  test.each([
    [
      "sequelize",
      "app/a.ts",
      'import { Customer } from "./m";\nawait Customer.findAll({ where: { mail }, attributes: ["fullName"] });\nawait Order.findAll({ where: { mail } });',
      ["2:mail orm", "2:full_name orm"],
    ],
    ["typeorm", "app/a.ts", "const a = manager.find(Customer, {\n  where: { mail: x },\n});\nfoo({ mail: 1 });", ["1:* orm", "2:mail orm"]],
    [
      "django",
      "app/a.py",
      "from m import Customer\nq = (Customer.objects\n  .filter(mail__icontains=x)\n  .order_by('-fullName'))\nother(mail=1)",
      ["2:* orm", "3:mail orm", "4:full_name orm"],
    ],
    [
      "sqlalchemy",
      "app/a.py",
      "rows = session.execute(select(Customer.mail).where(Customer.fullName == 'x'))",
      ["1:mail orm", "1:full_name orm"],
    ],
    ["rails", "app/a.rb", "class Customer < ApplicationRecord\nend\nx = Customer.where(mail: y).pluck(:mail)", ["3:mail orm"]],
  ] as const)("%s", async (orm, path, text, expected) => {
    await put({ [path]: text });
    const found = await findMentions({ root, folders: ["app"], objects: customers, models: [model(orm)], sqlReader });
    const told = found.filter(({ how }) => how === "orm").map(({ line, field, how }) => `${line}:${field ?? "*"} ${how}`);
    expect([...new Set(told)].toSorted()).toEqual(
      [...new Set(expected.filter((one) => !one.includes(":*") || told.includes(one)))].toSorted(),
    );
  });
});

describe("the example", () => {
  const example = fileURLToPath(new URL("../../examples/01-loyalty-tiers", import.meta.url));

  test("every place that uses what the requirement touches", async () => {
    const models = [await readModel(example, "app/prisma/schema.prisma")];
    const found = await findMentions({
      root: example,
      folders: ["app"],
      objects: [...customers, { label: "public.orders", fields: ["total_cents"] }],
      models,
      sqlReader,
    });
    const of = (file: string): readonly string[] =>
      found.filter((each) => each.file === `app/src/${file}`).map(({ field, how }) => `${field ?? "*"} ${how}`);
    expect(of("signup.ts")).toEqual(expect.arrayContaining(["mail sql", "full_name sql", "mail orm"]));
    expect(of("marketing.ts")).toEqual(expect.arrayContaining(["mail sql", "full_name sql", "mail orm"]));
    expect(of("reports.ts")).toEqual(expect.arrayContaining(["full_name sql", "full_name orm", "total_cents sql"]));
    expect(of("receipts.ts").filter((mention) => mention.startsWith("mail"))).toEqual(["mail text", "mail sql", "mail sql", "mail text"]);
  });

  test("every statement, with its place and its values as $n", async () => {
    const found = await findQueries({ root: example, folders: ["app"], sqlReader });
    expect(found.length).toBeGreaterThanOrEqual(12);
    expect(found.every(({ text }) => !text.includes("${"))).toBe(true);
    expect(found.find(({ file, verb }) => file === "app/src/signup.ts" && verb === "update")).toMatchObject({
      text: "update customers set mail = $2 where id = $1",
      placeholders: 2,
    });
  });
});
