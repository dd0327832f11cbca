import { type CodeStyle, styleOf } from "../code-migrations/code-file.ts";
import { compareText } from "../files.ts";
import type { FileText } from "../../model/migration.ts";
import { appliedValues } from "./applied.ts";
import { isEmptyList, splitList } from "./commands.ts";
import { printDriverCall } from "./driver-code.ts";
import { type FolderState, type MigrationFormat, type RunnerMigration, slugOf, type Unit } from "./format.ts";
import { firstTimestamp, followIds } from "./ids.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";

const usual: CodeStyle = { extension: "js", modules: "cjs", language: "js" };
const fileName = /^(\d{14})-([^/]*)\.([cm]?[jt]s)$/;
const isForDriver =
  /\bdb\s*\??\.\s*(?:collection|createCollection|dropCollection|renameCollection|command|listCollections|admin|createIndex|dropDatabase)\s*(?:<[^>]*>)?\s*\(|\bclient\s*\.\s*(?:db|startSession|withSession)\s*\(|migrate-mongo|from\s+["']mongodb["']/;

interface ModuleFile {
  readonly file: FileText;
  readonly id: string;
  readonly name: string;
}

/** `<timestamp>-name.js` with `up(db, client)` and `down(db, client)`: CommonJS, ES modules or TypeScript. https://github.com/seppevs/migrate-mongo */
export const migrateMongo: MigrationFormat = {
  id: "migrate-mongo",
  title: "migrate-mongo",
  capabilities: { transaction: "none", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "same-file" },
  remarks: [
    "migrate-mongo brings no transaction: a file that fails half-way is half applied, unless it opens one itself for what may stand in one.",
    "A file is named in the changelog with its extension: renaming it makes it run again.",
  ],
  bookkeepingObjects: ["changelog", "changelog_lock"],
  detect: (files) =>
    files.find(
      (file) =>
        fileName.test(file.path.split("/").at(-1) ?? "") &&
        isForDriver.test(file.text) &&
        !/\bqueryInterface\b|\bpgm\b|\bknex\b/.test(file.text),
    )?.path ?? null,
  parse: (state) =>
    listModules(state).map(({ file, id, name }): RunnerMigration => {
      const root = state.root ?? process.cwd();
      const script = (entry: "up" | "down"): RunnerMigration["up"] => ({
        ...scriptOf(file.path, file.text, "none"),
        program: { entry, root },
      });
      return { id: baseOf(file.path), name: name === "" ? id : name, up: script("up"), down: hasDown(file.text) ? script("down") : null };
    }),
  write(units, state) {
    const modules = listModules(state);
    const ids = followIds(modules.at(-1)?.id ?? null, units.length, { first: firstTimestamp, order: "text" });
    const last = modules.at(-1)?.file;
    const style = last === undefined ? usual : styleOf(last.path, last.text);
    return units.map((unit, index) => ({
      path: joinPath(state.folder, `${ids[index] ?? ""}-${slugOf(unit.name)}.${style.extension}`),
      text: printModule(unit, style),
      mode: "new" as const,
    }));
  },
  bookkeeping: (migrations) => scriptOf("migrate-mongo", migrations.map(printRecord).join(""), "none"),
  appliedQuery: () => '{ "find": "changelog", "sort": { "appliedAt": 1 } }',
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "fileName"));
    return migrations.filter((migration) => !names.has(baseOf(migration.up.file)));
  },
};

function listModules(state: FolderState): readonly ModuleFile[] {
  return state.files
    .flatMap((file) => {
      const within = pathWithin(state.folder, file.path) ?? "/";
      const match = within.endsWith(".d.ts") ? null : fileName.exec(within);
      return match === null ? [] : [{ file, id: match[1] ?? "", name: match[2] ?? "" }];
    })
    .toSorted((a, b) => compareText(a.file.path, b.file.path));
}

function baseOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** A down that holds comments alone undoes nothing: it is as good as none. */
function hasDown(text: string): boolean {
  const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|(^|[^:"'`])\/\/[^\n]*/g, "$1");
  return (
    /\bdown\b/.test(plain) &&
    !/\bdown\b\s*[:=]?\s*(?:async\s*)?(?:function\s*\w*\s*)?(?:\([^()]*\)|\w+)?(?:\s*:\s*[\w<>. ]+)?\s*(?:=>)?\s*\{\s*(?:return;?|throw\b[^}]*)?\s*\}/.test(
      plain,
    )
  );
}

function printModule(unit: Unit, style: CodeStyle): string {
  const bodies = { up: printBody(unit.up), down: printBody(unit.down) };
  const names = [...new Set([...bodies.up.imports, ...bodies.down.imports])].toSorted();
  const types = style.language === "ts" ? ["type Db", "type MongoClient"] : [];
  const imported = [...names, ...types];
  const head =
    imported.length === 0
      ? []
      : [
          style.modules === "esm"
            ? `import { ${imported.join(", ")} } from "mongodb";`
            : `const { ${names.join(", ")} } = require("mongodb");`,
          "",
        ];
  return `${[...head, ...printFunction("up", bodies.up, style), "", ...printFunction("down", bodies.down, style)].join("\n")}\n`;
}

interface Body {
  readonly lines: readonly string[];
  readonly imports: ReadonlySet<string>;
}

function printBody(text: string): Body {
  if (isEmptyList(text))
    return {
      lines: text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
      imports: new Set(),
    };
  const calls = splitList(text).map(printDriverCall);
  return { lines: calls.flatMap(({ lines }) => lines), imports: new Set(calls.flatMap(({ imports }) => [...imports])) };
}

function printFunction(direction: "up" | "down", { lines }: Body, style: CodeStyle): readonly string[] {
  const usesClient = lines.some((line) => line.includes("client.db("));
  const parameters = usesClient ? ["db", "client"] : ["db"];
  const typed = parameters.map((name) => `${name}: ${name === "db" ? "Db" : "MongoClient"}`);
  const indented = lines.map((line) => `  ${line}`);
  if (style.language === "ts") return [`export const ${direction} = async (${typed.join(", ")}): Promise<void> => {`, ...indented, "};"];
  const head = style.modules === "esm" ? `export const ${direction}` : `module.exports.${direction}`;
  return [`${head} = async (${parameters.join(", ")}) => {`, ...indented, "};"];
}

/** As migrate-mongo notes it; a file that is noted keeps its time. */
function printRecord(migration: RunnerMigration): string {
  const fileNameValue = baseOf(migration.up.file);
  const set = {
    fileName: fileNameValue,
    appliedAt: { $ifNull: ["$appliedAt", "$$NOW"] },
    migrationBlock: { $ifNull: ["$migrationBlock", { $toLong: "$$NOW" }] },
  };
  return `${JSON.stringify({ update: "changelog", updates: [{ q: { fileName: fileNameValue }, u: [{ $set: set }], upsert: true }] })}\n`;
}
