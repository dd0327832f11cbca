import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseConfiguration } from "./configuration.ts";
import { detectProject } from "./detection.ts";
import { writeInitialConfiguration } from "./initial-configuration.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dblead-detection-"));
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

test("engines, versions and variants, each with its place", async () => {
  await put({
    "package.json": '{\n  "dependencies": {\n    "pg": "^8",\n    "mongodb": "^6"\n  }\n}',
    "compose.yml":
      'services:\n  db:\n    image: postgres:16.4-alpine\n  search:\n    image: opensearchproject/opensearch:2.11.0\n  m:\n    image: "registry.local:5000/lib/mariadb:10.11"\n',
    "docker/docker-compose.test.yaml": "services:\n  db:\n    image: pgvector/pgvector:pg17\n",
    ".env.example": "DATABASE_URL=postgres://me:hunter2@ep-x.eu.neon.tech/shop\nSECRET=hunter2\n",
    "warehouse/dbt_project.yml": 'name: shop\nrequire-dbt-version: [">=1.9.0", "<2"]\n',
    "service/go.mod": "module x\nrequire github.com/mattn/go-sqlite3 v1.14.0\n",
    "node_modules/x/package.json": '{\n"mysql2": "1"\n}',
  });
  const found = await detectProject(root);
  expect(found.engines.map(({ engine, variant, version }) => `${engine} ${variant ?? "-"} ${version ?? "-"}`).toSorted()).toEqual([
    "dbt - 1.9",
    "elasticsearch opensearch 2",
    "mongodb - -",
    "mysql mariadb 10.11",
    "postgresql neon 17",
    "sqlite - -",
  ]);
  expect(found.engines.find(({ engine }) => engine === "postgresql")?.sightings).toEqual([
    { file: "compose.yml", line: 3, text: "image: postgres:16.4-alpine" },
    { file: "docker/docker-compose.test.yaml", line: 3, text: "image: pgvector/pgvector:pg17" },
    { file: "package.json", line: 3, text: '"pg": "^8",' },
    { file: ".env.example", line: 1, text: "DATABASE_URL=…" },
  ]);
  expect(found.addresses).toEqual([
    { name: "DATABASE_URL", engine: "postgresql", sighting: { file: ".env.example", line: 1, text: "DATABASE_URL=…" } },
  ]);
  const text = writeInitialConfiguration(found);
  expect(text).not.toContain("hunter2");
  expect(
    Object.values(parseConfiguration("/p/dblead.toml", text).targets)
      .map(({ engine }) => engine)
      .toSorted(),
  ).toEqual(found.engines.map(({ engine }) => engine).toSorted());
});

describe("migration folders", () => {
  test.each([
    ["dbmate", "db/migrations", { "db/migrations/20250101000000_a.sql": "-- migrate:up\nselect 1;" }],
    ["flyway", "sql", { "sql/V1__a.sql": "select 1;" }],
    ["prisma", "prisma/migrations", { "prisma/migrations/20250101000000_a/migration.sql": "select 1;" }],
    ["drizzle", "drizzle", { "drizzle/meta/_journal.json": "{}", "drizzle/0000_a.sql": "select 1;" }],
    ["plain", "db", { "db/001_a.up.sql": "select 1;", "db/001_a.down.sql": "select 1;" }],
    ["plain", "db/migrations", { "db/migrations/001_a.sql": "select 1;" }],
    [
      "golang-migrate",
      "m",
      { "m/001_a.up.sql": "select 1;", "m/001_a.down.sql": "select 1;", "go.mod": "require github.com/golang-migrate/migrate/v4 v4.17.0" },
    ],
    ["knex", "migrations", { "migrations/20250101000000_a.js": "exports.up = (knex) => knex.schema;" }],
    ["node-pg-migrate", "migrations", { "migrations/1700000000000_a.js": "exports.up = (pgm) => {};" }],
    ["typeorm", "src/m", { "src/m/1700000000000-a.ts": "export class A implements MigrationInterface {}" }],
    ["sequelize", "migrations", { "migrations/20250101000000-a.js": "module.exports = { up: async (queryInterface) => {} };" }],
    ["node-pg-migrate", "migrations", { "migrations/1700000000000_a.sql": "-- Up Migration\nselect 1;" }],
  ])("%s in %s is supported", async (format, folder, files) => {
    await put(files);
    const { migrations } = await detectProject(root);
    expect(migrations).toEqual([expect.objectContaining({ format, folder, support: "supported" })]);
  });

  test.each([
    ["goose", "migrations", { "migrations/001_a.sql": "-- +goose Up\nselect 1;" }],
    ["alembic", "alembic/versions", { "alembic/versions/ab12_a.py": "revision = 'a'\ndown_revision = None\n" }],
    ["django", "shop/migrations", { "shop/migrations/0001_initial.py": "class Migration(migrations.Migration):\n" }],
    ["rails", "db/migrate", { "db/migrate/20250101000000_a.rb": "class A < ActiveRecord::Migration[8.0]\n" }],
    ["liquibase", "db", { "db/changelog.xml": "<databaseChangeLog>" }],
  ])("%s in %s is recognised", async (format, folder, files) => {
    await put(files);
    const { migrations, ...rest } = await detectProject(root);
    expect(migrations).toEqual([expect.objectContaining({ format, folder, support: "recognised" })]);
    expect(writeInitialConfiguration({ migrations, ...rest })).toContain(`migrations of ${format} in ${folder}`);
  });

  test("numbered files of something else are none", async () => {
    await put({ "queries/01_top.sql": "select 1;", "db/seed.sql": "select 1;" });
    const found = await detectProject(root);
    expect([found.migrations, found.seeds]).toEqual([[], ["db/seed.sql"]]);
  });
});

test("models: prisma, drizzle in a folder, and those that are only recognised", async () => {
  await put({
    "package.json": '{\n "dependencies": {\n  "drizzle-orm": "1",\n  "typeorm": "1"\n }\n}',
    "prisma/schema.prisma": 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n}\n',
    "src/db/a.ts": 'import { pgTable } from "drizzle-orm/pg-core";\nexport const a = pgTable("a", {});',
    "src/db/b.ts": 'import { pgTable } from "drizzle-orm/pg-core";\nexport const b = pgTable("b", {});',
  });
  const found = await detectProject(root);
  expect(found.models.map(({ orm, path, support, sighting }) => [orm, path, support, `${sighting.file}:${sighting.line}`])).toEqual([
    ["prisma", "prisma/schema.prisma", "supported", "prisma/schema.prisma:4"],
    ["drizzle", "src/db", "supported", "src/db/a.ts:2"],
    ["typeorm", "package.json", "recognised", "package.json:4"],
  ]);
  expect(found.engines.map(({ engine }) => engine)).toEqual(["sqlite"]);
  expect(found.code).toEqual(["src"]);
});

describe("models by ORM", () => {
  test.each([
    [
      "typeorm",
      "src/entities",
      "src/entities/a.ts:2",
      {
        "package.json": '{"dependencies":{\n"typeorm": "1"}}',
        "src/entities/a.ts": 'import { Entity } from "typeorm";\n@Entity()\nexport class A {}',
        "src/entities/b.ts": 'import { Entity } from "typeorm";\n@Entity()\nexport class B {}',
      },
    ],
    [
      "sequelize",
      "models/a.js",
      "models/a.js:1",
      { "package.json": '{"sequelize": "6"}', "models/a.js": "module.exports = (s, DataTypes) => s.define('a', {});" },
    ],
    [
      "django",
      "apps",
      "apps/shop/models.py:2",
      {
        "requirements.txt": "Django==5",
        "apps/shop/models.py": "from django.db import models\nclass A(models.Model): pass",
        "apps/blog/models/post.py": "x = 1",
        "apps/mail/models.py": "from django.db import models\nclass B(models.Model): pass",
        "apps/shop/migrations/0001_initial.py": "",
      },
    ],
    [
      "sqlalchemy",
      "app/db.py",
      "app/db.py:3",
      { "pyproject.toml": 'dependencies = ["sqlalchemy"]', "app/db.py": "import sqlalchemy\nclass A(Base):\n  __tablename__ = 'a'" },
    ],
    [
      "rails",
      "db/schema.rb",
      "db/schema.rb:1",
      { Gemfile: 'gem "rails"', "db/schema.rb": "ActiveRecord::Schema[7.1].define do\nend", "db/structure.sql": "CREATE TABLE a ();" },
    ],
    ["rails", "db/structure.sql", "db/structure.sql:2", { "db/structure.sql": "--\nCREATE TABLE a ();" }],
  ])("%s at %s", async (orm, path, place, files) => {
    await put(files);
    const { models } = await detectProject(root);
    expect(models.map((model) => [model.orm, model.support, model.path])).toEqual([[orm, "supported", path]]);
    expect(
      models
        .map(({ sighting }) => [`${sighting.file}:${sighting.line}`])[0]?.[0]
        ?.split("/")
        .at(-1),
    ).toBe(place.split("/").at(-1));
  });
});

test("an empty repository gives a configuration to complete", async () => {
  const text = writeInitialConfiguration(await detectProject(root));
  expect(parseConfiguration("/p/dblead.toml", text).targets["main"]?.engine).toBe("postgresql");
});

test("the example is detected as its own configuration says", async () => {
  const example = fileURLToPath(new URL("../../examples/01-loyalty-tiers", import.meta.url));
  const found = await detectProject(example);
  const configuration = parseConfiguration("/p/dblead.toml", writeInitialConfiguration(found));
  expect(configuration.targets["main"]).toMatchObject({
    engine: "postgresql",
    migrations: "db/migrations",
    format: "dbmate",
    seed: "db/seed.sql",
    model: "app/prisma/schema.prisma",
  });
  expect(configuration.application.code).toEqual(["app"]);
});
