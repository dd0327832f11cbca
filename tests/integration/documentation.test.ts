import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

// What the documents show is typed as a reader would, and must come out as shown. A fenced block says what it is by its info string:
//   console       commands behind "$ " and what they print; "…" on a line of its own stands for lines left out; `$ echo $?` states an
//                 exit code, and where none is stated it is 0
//   ts            a program, run; its lines "// → " are what it prints
//   <language> p  a file of the document's project, written to the path p
//   text          not run here
// The document's project is a temporary folder with those files and nothing else.
const root = fileURLToPath(new URL("../..", import.meta.url));
const illustrations = ["sql", "toml", "yaml", "json", "markdown"];
const documents = ["README.md", ...pagesOf("docs/tutorial"), ...pagesOf("docs/how-to")];

interface Block {
  readonly line: number;
  readonly language: string;
  readonly path: string | undefined;
  readonly body: readonly string[];
}
interface Command {
  readonly line: number;
  readonly text: string;
  readonly shown: readonly string[];
}

function pagesOf(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly line: number; readonly info: readonly string[]; readonly body: string[] } | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open === undefined) {
      if (fence !== null) open = { fence: fence[1] ?? "", line: index + 1, info: (fence[2] ?? "").trim().split(/\s+/), body: [] };
    } else if (line === open.fence) {
      blocks.push({ line: open.line, language: open.info[0] ?? "", path: open.info[1], body: open.body });
      open = undefined;
    } else open.body.push(line);
  }
  if (open !== undefined) throw new Error(`the block of line ${open.line} has no end`);
  return blocks;
}

function commandsOf(block: Block): readonly Command[] {
  const commands: { line: number; text: string; shown: string[] }[] = [];
  for (const [index, line] of block.body.entries()) {
    if (line.startsWith("$ ")) commands.push({ line: block.line + 1 + index, text: line.slice(2), shown: [] });
    else if (commands.length === 0) throw new Error(`line ${block.line + 1 + index}: output without a command`);
    else commands.at(-1)?.shown.push(line);
  }
  return commands;
}

/** Without what differs from run to run: durations, hashes, dates, which shadow server there is, and where a line breaks because of them. */
const masked = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?/g, "<date>")
    .replaceAll(/\b\d+(?:[.,]\d+)? (?:µs|ms|s|min)\b/g, "")
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/g, "<hash>")
    .replaceAll(/\(shadow: [^,)]+/g, "(shadow: <server>")
    .replaceAll(/\s+/g, " ")
    .trim();

/** Whether the output is what the document shows, where a line "…" stands for any lines. */
function isShown(actual: string, shown: readonly string[]): boolean {
  const parts: string[][] = [[]];
  for (const line of shown) {
    if (line.trim() === "…") parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const pattern = parts.map((part) => RegExp.escape(masked(part.join("\n")))).join(".*");
  return new RegExp(`^${pattern}$`, "s").test(masked(actual));
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "document-"));
  folders.push(folder);
  return folder;
}

/** The command and the library from their sources, under the names that the documents call them by. */
const programs = newFolder();
const command = join(root, "src/interfaces/cli/main.ts");
writeFileSync(join(programs, "dblead"), `#!/bin/sh\nexec "${process.execPath}" --liftoff-only "${command}" "$@"\n`);
chmodSync(join(programs, "dblead"), 0o755);
const author = { NAME: "Ada", EMAIL: "ada@example.com" };
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:DBLEAD_|GIT_|CI$|GITHUB_|COLUMNS$|FORCE_COLOR$)/.test(name))),
  PATH: [programs, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
  NO_COLOR: "1",
  // What was executed before with the same content would only be looked up.
  TMPDIR: newFolder(),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...Object.fromEntries(
    Object.entries(author).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  ),
};

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function runConsole(folder: string, block: Block): void {
  const commands = commandsOf(block);
  if (commands.length === 0) throw new Error(`line ${block.line}: a console block without a command`);
  for (const [index, { line, text, shown }] of commands.entries()) {
    if (text === "echo $?") continue;
    const next = commands[index + 1];
    const expected = next?.text === "echo $?" ? Number(next.shown.join("")) : 0;
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", text], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
    // The steps stand on the one stream, what came out on the other; a terminal shows them in this order.
    const actual = stderr + stdout;
    if (!isShown(actual, shown)) expect(actual, `line ${line}: ${text}`).toBe(shown.join("\n"));
    expect(status, `line ${line}: exit code of ${text}\n${actual}`).toBe(expected);
  }
}

function runProgram(folder: string, block: Block): void {
  const library = pathToFileURL(join(root, "src/index.ts")).href;
  write(folder, "node_modules/database-lead/package.json", JSON.stringify({ type: "module", exports: "./index.js" }));
  write(folder, "node_modules/database-lead/index.js", `export * from ${JSON.stringify(library)};\n`);
  write(folder, "program.mts", block.body.join("\n"));
  const run = spawnSync(process.execPath, ["program.mts"], { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
  const shown = block.body.filter((line) => line.startsWith("// → ")).map((line) => line.slice("// → ".length));
  expect(run.status, `line ${block.line}: ${run.stderr}`).toBe(0);
  if (!isShown(run.stdout, shown)) expect(run.stdout, `line ${block.line}`).toBe(shown.join("\n"));
}

function runBlock(folder: string, block: Block): void {
  if (block.language === "text") return;
  if (block.path !== undefined) write(folder, block.path, `${block.body.join("\n")}\n`);
  else if (block.language === "console") runConsole(folder, block);
  else if (block.language === "ts") runProgram(folder, block);
  else if (!illustrations.includes(block.language)) {
    throw new Error(`line ${block.line}: "${block.language}" can not be run; "console" is run, "text" is not`);
  }
}

describe("what the documents show is what happens", () => {
  test.each(documents)("%s", (path) => {
    const folder = newFolder();
    for (const block of blocksOf(readFileSync(join(root, path), "utf8"))) runBlock(folder, block);
  });
});

describe("the reading of documents", () => {
  test("tells what differs from what was left out", () => {
    expect(isShown("found 3 rows in 12 ms\nready\n", ["found 3 rows in 840 ms", "ready"])).toBe(true);
    expect(isShown("found 3 rows\nready\n", ["found 4 rows", "ready"])).toBe(false);
    expect(isShown("one\ntwo\nthree\n", ["one", "…", "three"])).toBe(true);
    expect(isShown("one\ntwo\nthree\n", ["one", "three"])).toBe(false);
  });

  test("refuses a block that nobody can run", () => {
    const folder = newFolder();
    const run = (text: string): void => {
      for (const block of blocksOf(text)) runBlock(folder, block);
    };
    expect(() => run("```\ndblead status\n```")).toThrow(/can not be run/);
    expect(() => run("```console\ndblead status\n```")).toThrow(/output without a command/);
    expect(() => run("```console\n$ false\n```")).toThrow(/exit code of false/);
    expect(() => run("```console\n$ false\n$ echo $?\n1\n```")).not.toThrow();
    expect(() => run("```text\ndblead status\n```")).not.toThrow();
  });
});
