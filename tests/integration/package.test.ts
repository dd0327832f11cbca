import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The package as npm makes it, built from a copy, installed without a network: its dependencies are those of the checkout.
const root = fileURLToPath(new URL("../..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "package-"));
const consumer = join(work, "consumer");
const installed = join(consumer, "node_modules", "database-lead");
const example = join("examples", "01-loyalty-tiers");
const env = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
  NO_COLOR: "1",
  npm_config_update_notifier: "false",
};

beforeAll(() => {
  const copy = join(work, "copy");
  mkdirSync(copy);
  const parts = ["src", "scripts", "templates", example, "package.json", "tsconfig.json", "tsconfig.build.json", "README.md", "LICENSE"];
  for (const part of parts.filter((path) => existsSync(join(root, path)))) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  // What a run of the example leaves behind must stay out of the package.
  writeFileSync(join(copy, example, "db", "migrations", "20990101000000_left_by_a_run.sql"), "select 1;\n");
  execFileSync("npm", ["pack", "--loglevel=error", "--pack-destination", work], { cwd: copy, env, stdio: ["ignore", "ignore", "inherit"] });
  mkdirSync(join(consumer, "node_modules", ".bin"), { recursive: true });
  execFileSync("tar", ["-xzf", archive(), "-C", work]);
  cpSync(join(work, "package"), installed, { recursive: true });
  linkDependencies();
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

function archive(): string {
  return join(work, readdirSync(work).find((name) => name.endsWith(".tgz")) ?? "no archive");
}

/** What the package's manifest names, and nothing that only the checkout has; then its commands, as npm links them. */
function linkDependencies(): void {
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly bin: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(manifest.dependencies)) {
    const link = join(consumer, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link, "dir");
  }
  for (const [name, path] of Object.entries(manifest.bin)) {
    chmodSync(join(installed, path), 0o755);
    symlinkSync(join(installed, path), join(consumer, "node_modules", ".bin", name));
  }
}

function dblead(folder: string, ...words: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(consumer, "node_modules", ".bin", "dblead"), words, {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}
const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(folder, path)).isFile());

describe("the package", () => {
  test("is at most 3 MB", () => {
    expect(statSync(archive()).size).toBeLessThanOrEqual(3_000_000);
  });

  test("has the code with its types, and no tests", () => {
    const files = filesOf(installed);
    expect(files).toEqual(expect.arrayContaining(["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts"]));
    const dist = files.filter((path) => path.startsWith("dist/"));
    const declarations = dist.filter((path) => path.endsWith(".d.ts"));
    const needed = declarations.flatMap((path) =>
      [...readFileSync(join(installed, path), "utf8").matchAll(/from "(\.[^"]+)"/g)].map(([, name = ""]) =>
        join(dirname(path), name.replace(/\.[jt]s$/, ".d.ts")),
      ),
    );
    expect(needed.length).toBeGreaterThan(10);
    expect(needed.filter((path) => !dist.includes(path))).toEqual([]);
    expect(files.filter((path) => /\.test\.|-cases\.json$|^(?:src|tests|scripts|benchmarks|dblead)\//.test(path))).toEqual([]);
  });

  test("has the first example as it is before a run", () => {
    const files = filesOf(join(installed, example));
    expect(files).toEqual(expect.arrayContaining(["dblead.toml", "README.md", "db/seed.sql", "requirements/REQ-0001-loyalty-tiers.md"]));
    expect(files.filter((path) => path.startsWith("db/migrations/"))).toHaveLength(6);
    expect(files.filter((path) => /left_by_a_run|^\.?dblead\/|report\.html$/.test(path))).toEqual([]);
  });

  test("plans for a program that imports it", () => {
    const program = `
      import { planBetween } from "database-lead";
      const plan = await planBetween({
        engine: "sqlite",
        from: { text: "create table users (id integer primary key);" },
        to: { text: "create table users (id integer primary key, email text);" },
      });
      console.log(JSON.stringify(plan.steps.map((step) => step.action)));`;
    writeFileSync(join(consumer, "program.mjs"), program);
    const { status, stdout, stderr } = spawnSync(process.execPath, ["program.mjs"], { cwd: consumer, env, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/email/);
  });
});

describe("the installed command", () => {
  test("says its version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
    expect(dblead(consumer, "--version")).toEqual({ status: 0, output: `${version}\n` });
  });

  test("plans between two files", () => {
    writeFileSync(join(consumer, "old.sql"), "create table users (id integer primary key);\n");
    writeFileSync(join(consumer, "new.sql"), "create table users (id integer primary key, email text);\n");
    const { status, output } = dblead(consumer, "plan", "--engine", "sqlite", "--from", "old.sql", "--to", "new.sql");
    expect(output).toMatch(/email/);
    expect(status).toBe(0);
  });

  test("explains a rule", () => {
    const { status, output } = dblead(consumer, "explain", "no-drop-column");
    expect(output).toMatch(/no-drop-column/);
    expect(status).toBe(0);
  });

  test("reads the example that it came with", () => {
    const folder = join(work, "example");
    cpSync(join(installed, example), folder, { recursive: true });
    expect(dblead(folder, "status").status).toBe(0);
  });

  test("runs the example that it came with to the approval", { timeout: 300_000 }, () => {
    const folder = join(work, "whole-example");
    cpSync(join(installed, example), folder, { recursive: true });
    const { status, output } = dblead(folder, "run", "requirements/REQ-0001-loyalty-tiers.md");
    expect(output).toMatch(/^Ready for approval\. Everything is proven; it waits for technical-architect\.$/m);
    expect(status).toBe(0);
    expect(filesOf(join(folder, "db", "migrations")).length).toBeGreaterThan(6);
    expect(existsSync(join(folder, "dblead", "tasks", "REQ-0001"))).toBe(true);
  });
});
