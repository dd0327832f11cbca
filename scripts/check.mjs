// The whole gate, the same locally and in CI. Every part runs, so that one look shows all that is wrong.
//   --static   leaves the fast tests out (where the whole suite follows anyway)
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const linted = ["src", "tests", "scripts", "benchmarks", "vitest.config.ts"].filter((path) => existsSync(root + path));
const parts = [
  ["types", "tsc", "--noEmit"],
  ["lint", "oxlint", "--type-aware", "--deny-warnings", ...linted],
  ["format", "biome", "format", "."],
  ["unused", "knip"],
];
if (!process.argv.includes("--static")) {
  parts.push(["fast tests", "vitest", "run", "src", "tests/architecture.test.ts", "tests/lock-file.test.ts"]);
}

const failed = [];
for (const [name, command, ...options] of parts) {
  const started = performance.now();
  const { status, error } = spawnSync(`${root}node_modules/.bin/${command}`, options, { cwd: root, stdio: "inherit" });
  if (error) console.error(error.message);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
