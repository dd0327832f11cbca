// npm run docs: writes what derives from the sources — the manifest of verbs, docs/reference/*.md and the JSON Schemas of results.
//   --check   writes nothing; says what differs and fails
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderManifest } from "./generate-manifest.mjs";
import { renderReference } from "./reference-pages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const isCheck = process.argv.includes("--check");

const manifest = spawnSync(join(root, "node_modules/.bin/biome"), ["format", "--stdin-file-path=src/operations/manifest.ts"], {
  cwd: root,
  input: await renderManifest(),
  encoding: "utf8",
});
if (manifest.status !== 0) throw new Error(manifest.stderr);
const files = { "src/operations/manifest.ts": manifest.stdout, ...(await renderReference()) };

let differing = 0;
for (const [path, text] of Object.entries(files)) {
  const place = join(root, path);
  if (existsSync(place) && readFileSync(place, "utf8") === text) continue;
  differing += 1;
  console.log(isCheck ? `differs: ${path}` : path);
  if (isCheck) continue;
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
if (isCheck && differing > 0) {
  console.error("npm run docs writes them anew.");
  process.exitCode = 1;
}
