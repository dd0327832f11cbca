// Between two files of generated tables, whole processes: the first time, and when both were seen before (normalised schemas are kept by content hash).
//   DBLEAD_TEST_POSTGRESQL_BIN="$(npm run --silent servers)" node benchmarks/planner/two-files.mjs [--tables 500] [--shadow native|embedded] [--json]
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateSchema } from "./schema.mjs";

const { values } = parseArgs({
  options: {
    tables: { type: "string", default: "500" },
    shadow: { type: "string", default: "native" },
    command: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const tables = Number(values.tables);
const bin = process.env.DBLEAD_TEST_POSTGRESQL_BIN;
if (!Number.isInteger(tables) || tables < 1 || !["native", "embedded"].includes(values.shadow)) {
  console.error("--tables takes a whole number above 0, --shadow native or embedded");
  process.exit(2);
}
if (values.shadow === "native" && bin === undefined) {
  console.error("DBLEAD_TEST_POSTGRESQL_BIN names no server: npm run servers prepares one");
  process.exit(2);
}
const built = fileURLToPath(new URL("../../dist/interfaces/cli/main.js", import.meta.url));
const source = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const command = values.command ?? (existsSync(built) ? built : source);

const folder = mkdtempSync(join(tmpdir(), "benchmark-two-files-"));
// The account that the server runs as has to get in.
chmodSync(folder, 0o755);
const shadow = values.shadow === "native" ? `kind = "native"\nbin = ${JSON.stringify(bin)}` : 'kind = "embedded"';
writeFileSync(join(folder, "dblead.toml"), `[targets]\n[shadow.postgresql]\n${shadow}\n`);
for (const variant of [0, 1]) writeFileSync(join(folder, `${variant}.sql`), generateSchema(tables, variant).join("\n"));

function timeOnce() {
  const args = [command, "plan", "--engine", "postgresql", "--from", "0.sql", "--to", "1.sql", "--format", "json"];
  const before = performance.now();
  const env = { ...process.env, TMPDIR: folder, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env, maxBuffer: 2 ** 29 });
  const seconds = Number(((performance.now() - before) / 1000).toFixed(2));
  if (status !== 0) throw new Error(`exit code ${status}\n${stdout.slice(0, 2000)}${stderr}`);
  return { seconds, steps: JSON.parse(stdout).steps.length };
}

try {
  const [first, ...again] = [timeOnce(), timeOnce(), timeOnce(), timeOnce()];
  const seenSeconds = again.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[1];
  const machine = { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)) };
  const result = { tables, shadow: values.shadow, steps: first.steps, firstSeconds: first.seconds, seenSeconds };
  if (values.json) console.log(JSON.stringify({ machine, results: [result] }, null, 2));
  else {
    console.log(`Node ${machine.node}, ${machine.processors} processors, load ${machine.load}\n`);
    console.log("| tables | shadow | steps | first time | both seen before (median of 3) |\n|---:|---|---:|---:|---:|");
    console.log(`| ${tables} | ${values.shadow} | ${result.steps} | ${result.firstSeconds} s | ${seenSeconds} s |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
