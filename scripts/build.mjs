// src/ → dist/: what the commands load as few files as they can be (node loads a file in about a millisecond, and there are hundreds of them),
// declarations for those who import the package.
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "src");
const output = join(root, "dist");

/** Names in dist/ → what starts there. What is loaded by need stays in files of its own beside these, so that whoever starts a process finds it next door. */
const processes = readdirSync(source, { recursive: true }).filter((path) => path.endsWith("-process.ts"));
const entries = {
  index: "index.ts",
  "interfaces/cli/main": "interfaces/cli/main.ts",
  ...Object.fromEntries(processes.map((path) => [basename(path, ".ts"), path])),
};
if (Object.keys(entries).length !== 2 + processes.length) throw new Error(`Two processes have one name: ${processes.join(", ")}`);
const commands = ["interfaces/cli/main.js"];

rmSync(output, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
const compiled = spawnSync(process.execPath, [tsc, "--project", join(root, "tsconfig.build.json")], { cwd: root, stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
keepDeclarations(reachableDeclarations("index.d.ts"));

const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(source, path)])),
  platform: "node",
  external: (id) => !id.startsWith(".") && !id.startsWith("/") && !/^[A-Za-z]:[\\/]/.test(id),
});
await bundle.write({ dir: output, format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
await bundle.close();

for (const file of [...Object.keys(entries).map((name) => `${name}.js`), "index.d.ts"]) {
  if (existsSync(join(output, file))) continue;
  console.error(`dist/${file} is missing: package.json or a parent process counts on it`);
  process.exit(1);
}
for (const command of commands) chmodSync(join(output, command), 0o755);

/** Paths of the declarations that the library's own declaration needs. */
function reachableDeclarations(first) {
  const reached = new Set();
  const waiting = [join(output, first)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const [, name] of readFileSync(path, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g))
      waiting.push(resolve(dirname(path), name.replace(/\.[jt]s$/, ".d.ts")));
  }
  return reached;
}

function keepDeclarations(kept) {
  for (const name of readdirSync(output, { recursive: true }).map((path) => join(output, path)))
    if (statSync(name).isFile() && !kept.has(name)) rmSync(name);
  const folders = readdirSync(output, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const path of folders.map((entry) => join(entry.parentPath, entry.name)).toSorted((a, b) => b.length - a.length))
    if (readdirSync(path).length === 0) rmdirSync(path);
}
