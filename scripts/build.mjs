// src/ → dist/: JavaScript, declarations, and the files that are not TypeScript (styles, templates).
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, rmSync, statSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = `${root}src`;
const output = `${root}dist`;
const tsc = `${root}node_modules/typescript/bin/tsc`;

rmSync(output, { recursive: true, force: true });
const compiled = spawnSync(process.execPath, [tsc, "--project", `${root}tsconfig.build.json`], { cwd: root, stdio: "inherit" });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

cpSync(source, output, {
  recursive: true,
  // Neither what was compiled, nor what is for readers and tests of the sources.
  filter: (path) => statSync(path).isDirectory() || !/\.ts$|^README\.md$|-cases\.json$/.test(basename(path)),
});

const commands = ["interfaces/cli/main.js"];
for (const command of [...commands, "index.js", "index.d.ts"]) {
  if (!existsSync(`${output}/${command}`)) {
    console.error(`dist/${command} is missing: package.json promises it`);
    process.exit(1);
  }
}
for (const command of commands) chmodSync(`${output}/${command}`, 0o755);
