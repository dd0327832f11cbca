// The house stands: who may import whom, names, sizes, and what no file may hold. Read from the sources alone.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, posix, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Lang, parse, type SgNode } from "@ast-grep/napi";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const sourceRoot = join(root, "src");

/** A folder's row: where it may import from besides itself. `engine` is any src/engines/<id>/, `contract` is src/engines/*.ts. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ports: ["model"],
  contract: ["model", "ports"],
  engine: ["contract", "model", "ports"],
  project: ["model", "ports"],
  store: ["model", "ports"],
  lead: ["contract", "project", "model", "ports"],
  workers: ["contract", "model", "ports"],
  report: ["model"],
  operations: ["lead", "contract", "project", "report", "ports", "model"],
  face: ["operations", "report", "composition", "model"],
  composition: ["model", "ports", "contract", "engine", "project", "store", "lead", "workers", "report", "operations"],
  library: ["operations", "composition", "model"],
};
/** Folders that touch nothing: the packages that their sources may import. */
// node:crypto computes a hash and touches nothing: fingerprints are nouns too.
const packagesOf: Readonly<Record<string, readonly string[]>> = { model: ["zod", "node:crypto"], ports: [] };

const forbiddenNames = new Set("utils util helpers helper common core misc manager managers service services types".split(" "));
const hardCeilingLines = 400;
const softCeilingLines = 300;
const softCeilingExports = 8;

interface Import {
  readonly specifier: string;
  readonly kind: "types" | "values";
  readonly line: number;
}
interface Source {
  /** Relative to src/, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: SgNode;
  readonly kind: "source" | "test";
}
interface Place {
  readonly layer: string;
  /** Which engine or face; files of one layer and another part do not see each other. */
  readonly part: string;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
}

const allFiles = filesBelow(sourceRoot);
const sources: readonly Source[] = allFiles
  .filter((path) => path.endsWith(".ts"))
  .map((path) => {
    const text = readFileSync(join(sourceRoot, path), "utf8");
    return { path, text, tree: parse(Lang.TypeScript, text).root(), kind: path.endsWith(".test.ts") ? "test" : "source" };
  });

/** Undefined for a path that no row of the table covers. */
function placeOf(path: string): Place | undefined {
  if (path === "database-lead.ts") return { layer: "composition", part: "" };
  if (path === "database-lead.test.ts") return { layer: "composition", part: "" };
  if (path === "index.ts") return { layer: "library", part: "" };
  const [first = "", second = "", third] = path.split("/");
  if (first === "engines") return third === undefined ? { layer: "contract", part: "" } : { layer: "engine", part: second };
  if (first === "interfaces") return third === undefined ? undefined : { layer: "face", part: second };
  const isRow = ["model", "ports", "project", "store", "lead", "workers", "report", "operations"].includes(first);
  return isRow && second !== "" ? { layer: first, part: "" } : undefined;
}

function importsOf(source: Source): readonly Import[] {
  const statements = [
    ...source.tree.findAll({ rule: { kind: "import_statement" } }),
    ...source.tree.findAll({ rule: { kind: "export_statement" } }),
  ];
  const fixed = statements.flatMap((statement) => {
    const specifier = statement.children().find((child) => child.kind() === "string");
    if (specifier === undefined) return [];
    return [{ specifier: specifier.text().slice(1, -1), kind: kindOf(statement), line: statement.range().start.line + 1 }];
  });
  const dynamic = source.tree.findAll({ rule: { kind: "call_expression", has: { kind: "import" } } }).flatMap((call): readonly Import[] => {
    const specifier = call.find({ rule: { kind: "string" } });
    const kind = call.ancestors().some((parent) => /^type_|_type$/.test(String(parent.kind()))) ? "types" : "values";
    return specifier === null ? [] : [{ specifier: specifier.text().slice(1, -1), kind, line: call.range().start.line + 1 }];
  });
  return [...fixed, ...dynamic];
}

function kindOf(statement: SgNode): Import["kind"] {
  if (/^(import|export)\s+type\b/.test(statement.text())) return "types";
  const names = [
    ...statement.findAll({ rule: { kind: "import_specifier" } }),
    ...statement.findAll({ rule: { kind: "export_specifier" } }),
  ].map((name) => name.text());
  const clause = statement.find({ rule: { kind: "import_clause" } });
  const isNamesOnly = clause === null ? statement.find({ rule: { kind: "export_clause" } }) !== null : clause.text().startsWith("{");
  return isNamesOnly && names.length > 0 && names.every((name) => /^type\s/.test(name)) ? "types" : "values";
}

/** Why `source` may not import this; undefined where it may. */
function refusal(source: Source, item: Import): string | undefined {
  const from = placeOf(source.path);
  if (from === undefined) return "its folder has no row in the import table";
  if (!item.specifier.startsWith(".")) return refusedPackage(source, from, item);
  const target = posix.normalize(posix.join(posix.dirname(source.path), item.specifier));
  if (!/\.(ts|json)$/.test(target)) return "a relative import names its file with the extension";
  if (target.startsWith("../")) return source.kind === "test" && target.startsWith("../tests/") ? undefined : "it leaves src/";
  const to = placeOf(target);
  if (to === undefined) return "the target has no row in the import table";
  if (to.layer === from.layer)
    return to.part === from.part ? undefined : `${from.layer} "${from.part}" may not know ${to.layer} "${to.part}"`;
  if (to.layer === "ports" && item.kind === "types") return undefined;
  // Tests run real engines, never imitations, whatever their folder is.
  if (source.kind === "test" && ["engine", "contract", "composition", "ports", "model"].includes(to.layer)) return undefined;
  return mayImport[from.layer]?.includes(to.layer) === true ? undefined : `${from.layer} may not import ${to.layer}`;
}

function refusedPackage(source: Source, from: Place, item: Import): string | undefined {
  const allowed = packagesOf[from.layer];
  if (allowed === undefined || source.kind === "test" || allowed.includes(item.specifier)) return undefined;
  return `${from.layer} may import ${allowed.length === 0 ? "no package" : `${allowed.join(", ")} only`}`;
}

function lineOf(node: SgNode): number {
  return node.range().start.line + 1;
}

describe("imports", () => {
  test("sources were found and their imports read", () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(0);
  });

  test("follow the table", () => {
    const refused = sources.flatMap((source) =>
      importsOf(source).flatMap((item) => {
        const reason = refusal(source, item);
        return reason === undefined ? [] : [`src/${source.path}:${item.line} imports ${item.specifier}: ${reason}`];
      }),
    );
    expect(refused).toEqual([]);
  });

  test.each([
    ["model/plan.ts", 'import { x } from "../engines/engine.ts";', "model may not import contract"],
    ["model/plan.ts", 'import { readFile } from "node:fs";', "model may import zod, node:crypto only"],
    ["lead/receive.ts", 'const x = await import("../engines/postgresql/engine.ts");', "lead may not import engine"],
    ["engines/mysql/plan.ts", 'export * from "../postgresql/quote.ts";', 'engine "mysql" may not know engine "postgresql"'],
    ["report/text.ts", 'import { type Clock, now } from "../ports/clock.ts";', "report may not import ports"],
    ["report/text.ts", 'import { type Clock } from "../ports/clock.ts";', undefined],
    ["interfaces/web/main.ts", 'import { x } from "../cli/main.ts";', 'face "web" may not know face "cli"'],
    ["helping/x.ts", 'import { x } from "../model/plan.ts";', "its folder has no row in the import table"],
    ["engines/postgresql/variants/neon.ts", 'import { x } from "../engine.ts";', undefined],
  ])("the scanner sees %s: %s", (path, text, expected) => {
    const source: Source = { path, text, tree: parse(Lang.TypeScript, text).root(), kind: "source" };
    expect(importsOf(source).map((item) => refusal(source, item))).toEqual([expected]);
  });
});

describe("names and sizes", () => {
  test("no file or folder has a name that says nothing", () => {
    const named = allFiles.filter((path) =>
      path.split("/").some((part) => {
        const stem = part.replace(/(\.test)?\.[a-z]+$/, "");
        return forbiddenNames.has(stem) || /-(utils?|helpers?|manager|service)$/.test(stem);
      }),
    );
    expect(named).toEqual([]);
  });

  test("files are kebab-case, and none is .tsx", () => {
    const odd = allFiles.filter((path) => {
      const name = basename(path);
      return name !== "README.md" && !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|json|css|js|mjs|md|sql|html|svg)$/.test(name);
    });
    expect(odd).toEqual([]);
  });

  test(`no file is longer than ${hardCeilingLines} lines`, () => {
    const sizes = sources.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
    const long = sizes.filter(({ lines }) => lines > softCeilingLines);
    if (long.length > 0)
      console.log(
        `over the soft ceiling of ${softCeilingLines} lines:\n${long.map(({ path, lines }) => `  ${lines} src/${path}`).join("\n")}`,
      );
    expect(sizes.filter(({ lines }) => lines > hardCeilingLines)).toEqual([]);
  });

  test("exports per file are reported", () => {
    const counts = sources.map(({ path, tree }) => ({
      path,
      exports: tree.children().filter((node) => node.kind() === "export_statement" && !/^export\s+(type|interface)\b/.test(node.text()))
        .length,
    }));
    const many = counts.filter(({ exports }) => exports > softCeilingExports);
    if (many.length > 0)
      console.log(`more than ${softCeilingExports} exports:\n${many.map(({ path, exports }) => `  ${exports} src/${path}`).join("\n")}`);
    expect(counts.length).toBe(sources.length);
  });
});

describe("what no file holds", () => {
  test("no `any`, and no assertion by way of `unknown`", () => {
    const found = sources.flatMap(({ path, tree }) => {
      const anys = tree.findAll({ rule: { kind: "predefined_type", regex: "^any$" } });
      const forced = tree.findAll({ rule: { kind: "as_expression", has: { kind: "as_expression", regex: "\\bas\\s+unknown$" } } });
      return [...anys, ...forced].map((node) => `src/${path}:${lineOf(node)} ${node.text().slice(0, 80)}`);
    });
    expect(found).toEqual([]);
  });

  test("no boolean parameters: a union of words says at the call what it means", () => {
    const callables = ["function_declaration", "method_definition", "arrow_function", "function_expression", "method_signature"];
    const found = sources.flatMap(({ path, tree }) =>
      ["required_parameter", "optional_parameter"]
        .flatMap((kind) => tree.findAll({ rule: { kind, has: { kind: "type_annotation", regex: "^:\\s*boolean$" } } }))
        .filter((parameter) => callables.includes(String(parameter.parent()?.parent()?.kind())))
        .map((parameter) => `src/${path}:${lineOf(parameter)} ${parameter.text()}`),
    );
    expect(found).toEqual([]);
  });

  test("no unfinished work is marked and left", () => {
    const found = sources.flatMap(({ path, tree }) =>
      tree
        .findAll({ rule: { kind: "comment", regex: "\\b(TODO|FIXME|XXX|HACK)\\b" } })
        .map((node) => `src/${path}:${lineOf(node)} ${node.text()}`),
    );
    expect(found).toEqual([]);
  });
});

describe("rules", () => {
  const ruleFiles = sources
    .filter(({ path, kind }) => kind === "source" && /^engines\/[^/]+\/rules\/[^/]+\.ts$/.test(path))
    .map(({ path }) => path);

  test("each file holds one rule whose id is the file's name", async () => {
    const wrong: string[] = [];
    for (const path of ruleFiles) {
      const loaded: unknown = await import(pathToFileURL(join(sourceRoot, path)).href);
      const ids = Object.values(loaded as Readonly<Record<string, unknown>>).flatMap(idOf);
      const name = basename(path, ".ts");
      if (ids.length !== 1 || ids[0] !== name) wrong.push(`src/${path} exports ${ids.length === 0 ? "no rule" : ids.join(", ")}`);
      if (!/^(no|require|prefer)-/.test(name)) wrong.push(`src/${path}: a rule's name starts with no-, require- or prefer-`);
    }
    expect(wrong).toEqual([]);
  });
});

function idOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || !("id" in value) || !("check" in value)) return [];
  return typeof value.id === "string" ? [value.id] : [];
}
