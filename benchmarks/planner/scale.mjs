// How reading, comparing and planning grow with the schema, on a private native server.
//   DBLEAD_TEST_POSTGRESQL_BIN="$(npm run --silent servers)" node benchmarks/planner/scale.mjs [--sizes 100,1000,10000] [--json]
import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { sizes: { type: "string", default: "100,1000,10000" }, json: { type: "boolean", default: false } },
});
const sizes = values.sizes.split(",").map(Number);
const bin = process.env.DBLEAD_TEST_POSTGRESQL_BIN;
if (bin === undefined || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  console.error(
    bin === undefined ? "DBLEAD_TEST_POSTGRESQL_BIN names no server: npm run servers prepares one" : "--sizes takes whole numbers above 0",
  );
  process.exit(2);
}

const script = fileURLToPath(new URL("one-size.mjs", import.meta.url));
const results = sizes.map((size) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(size), bin], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${size} tables: exit code ${status}\n${stdout}${stderr}`);
  return JSON.parse(stdout);
});
const machine = { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)) };
if (values.json) console.log(JSON.stringify({ machine, results }, null, 2));
else {
  console.log(`Node ${machine.node}, ${machine.processors} processors, load ${machine.load}, PostgreSQL ${results[0].server}\n`);
  console.log(
    "| tables | objects | introspect | self-diff | plan of 5 % changed | plan from empty | peak memory |\n|---:|---:|---:|---:|---:|---:|---:|",
  );
  for (const one of results)
    console.log(
      `| ${one.tables} | ${one.objects} | ${one.introspectMs} ms | ${one.selfDiffMs} ms | ${one.planMs} ms | ${one.planFromEmptyMs} ms | ${one.peakMegabytes} MB |`,
    );
}
