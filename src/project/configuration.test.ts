import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findTarget, loadConfiguration, parseConfiguration } from "./configuration.ts";
import { resolveReference } from "./secrets.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dblead-configuration-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const full = `
[targets.shop]
engine = "postgresql"
version = "18"
migrations = "db/migrations"
format = "dbmate"
url = "$SHOP_URL"
[targets.shop.sizes]
"public.orders" = { rows = 41000000, bytes = 0 }
"public.carts" = { rows = 3 }
[shadow.postgresql]
bin = "/opt/postgresql/bin"
[tasks]
worker = "engine"
names = "mdtm"
[tasks.by-kind]
add-field = "external"
[policy]
allow = ["deletes-data"]
levels = { no-drop-column = "off" }
[report]
commit = true
`;

describe("a configuration", () => {
  test("is found above, with paths of its own folder and defaults", async () => {
    await writeFile(join(root, "dblead.toml"), full);
    await mkdir(join(root, "a/b"), { recursive: true });
    const configuration = await loadConfiguration(join(root, "a/b"));
    expect(configuration.root).toBe(root);
    expect(configuration.targets["shop"]).toEqual({
      name: "shop",
      engine: "postgresql",
      version: "18",
      migrations: "db/migrations",
      format: "dbmate",
      url: "$SHOP_URL",
      sizes: { "public.orders": { rowsEstimated: 41_000_000, sizeBytes: 0 }, "public.carts": { rowsEstimated: 3 } },
    });
    expect(configuration.shadow).toEqual({ postgresql: { bin: "/opt/postgresql/bin" } });
    expect(configuration.tasks).toEqual({
      worker: "engine",
      returns: 3,
      names: "mdtm",
      byKind: { "add-field": "external" },
      fallback: ["external", "engine"],
    });
    expect(configuration.policy).toEqual({ allow: ["deletes-data"], levels: { "no-drop-column": "off" }, strategy: "online" });
    expect(configuration.application).toEqual({ code: ["."], connection: "DATABASE_URL", budget: 300 });
    expect(configuration.report).toEqual({ commit: true });
    expect(() => findTarget(configuration, "shopp")).toThrow("no target shopp");
  });

  test("that is absent says how to make one", async () => {
    await expect(loadConfiguration(root)).rejects.toMatchObject({ code: "configuration-missing" });
  });

  test("of the example is valid", async () => {
    const example = fileURLToPath(new URL("../../examples/01-loyalty-tiers", import.meta.url));
    expect(Object.keys((await loadConfiguration(join(example, "app"))).targets)).toEqual(["shop"]);
  });
});

describe("faults name file, line, key and the nearest known name", () => {
  const head = '[targets.shop]\nengine = "postgresql"\nversion = "18"\n';
  test.each([
    [`${head}migratoins = "db"\n`, 'dblead.toml:4: unknown key "migratoins" in targets.shop; did you mean "migrations"?'],
    [`${head}[polcy]\n`, 'dblead.toml:4: unknown key "polcy" at the top; did you mean "policy"?'],
    ['[targets.shop]\nengine = "postgres"\nversion = "18"\n', 'dblead.toml:2: targets.shop.engine: "postgres" is not one of'],
    ['[targets.shop]\nengine = "postgres"\nversion = "18"\n', 'did you mean "postgresql"?'],
    ['[targets.shop]\nengine = "sqlite"\nversion = 3\n', 'dblead.toml:3: targets.shop.version must be a string, written "in quotes"'],
    ['[targets.shop]\nversion = "3"\n', "dblead.toml:1: targets.shop.engine is missing"],
    ["", "dblead.toml:1: targets is missing"],
    [
      `${head}\n# a note\n[targets.shop.sizes]\n"public.orders" = { row = 3 }\n`,
      'dblead.toml:7: unknown key "row" in targets.shop.sizes.public.orders; did you mean "rows"?',
    ],
    [
      `${head}[tasks]\n  by-kind = { add-field = "externl" }\n`,
      'dblead.toml:5: tasks.by-kind.add-field: "externl" is not one of engine, external; did you mean "external"?',
    ],
    [`${head}[policy]\nallow = ["delete-data"]\n`, 'did you mean "deletes-data"?'],
    [`${head}[shadow.postgres]\n`, 'dblead.toml:4: unknown key "postgres" in shadow; did you mean "postgresql"?'],
    [`${head}x = """\nurl = 1\n"""\n`, 'dblead.toml:4: unknown key "x"'],
    [`${head}[targets\n`, "dblead.toml:4:"],
  ])("%j", (text, message) => {
    expect(() => parseConfiguration("/p/dblead.toml", text)).toThrow(message);
  });

  test("a password is refused and never shown", () => {
    for (const line of ['url = "postgres://me:hunter2@db/shop"', 'url = "hunter2"']) {
      const attempt = (): unknown => parseConfiguration("/p/dblead.toml", `${head}${line}\n`);
      expect(attempt).toThrow("dblead.toml:4: targets.shop.url");
      expect(attempt).not.toThrow("hunter2");
    }
    const shadow = (): unknown =>
      parseConfiguration("/p/dblead.toml", `${head}[shadow.postgresql]\nurl = "postgres://me:hunter2@db/shop"\n`);
    expect(shadow).toThrow("dblead.toml:5: shadow.postgresql.url: a password");
    expect(shadow).not.toThrow("hunter2");
  });

  test("a broken text is not quoted", () => {
    expect(() => parseConfiguration("/p/dblead.toml", `${head}url = "postgres://me:hunter2@db/shop\n`)).not.toThrow("hunter2");
  });
});

describe("references", () => {
  test("give the value of a variable or the path of a file", () => {
    expect(resolveReference("$SHOP_URL", { SHOP_URL: "postgres://me:hunter2@db/shop" }, "/p")).toBe("postgres://me:hunter2@db/shop");
    expect(resolveReference("file:data/app.db", {}, "/p")).toBe("/p/data/app.db");
    expect(resolveReference("file:///data/app.db", {}, "/p")).toBe("/data/app.db");
  });
  test("name an absent variable, and never a value", () => {
    expect(() => resolveReference("$SHOP_URL", {}, "/p")).toThrow("The environment variable SHOP_URL is not set.");
    expect(() => resolveReference("postgres://me:hunter2@db/shop", {}, "/p")).not.toThrow("hunter2");
  });
});
