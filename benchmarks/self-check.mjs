// Each benchmark once, on its smallest input: does it run, and can its numbers be true? No budget is judged here: a busy machine is no defect.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

function measure(script, ...args) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args, "--json"], { encoding: "utf8", timeout: 180_000 });
  if (status !== 0) throw new Error(`${script}: exit code ${status}\n${stdout}${stderr}`);
  return JSON.parse(stdout);
}
function demand(isTrue, what) {
  if (isTrue) console.log(`ok      ${what}`);
  else {
    console.error(`FAILED  ${what}`);
    process.exitCode = 1;
  }
}
const isBetween = (value, low, high) => typeof value === "number" && value >= low && value <= high;

const startup = measure("startup.mjs", "--runs", "1");
demand(startup.results.length === 3, "startup: three processes are measured");
for (const { name, medianMs, fastestMs, slowestMs } of startup.results) {
  demand(isBetween(medianMs, 5, 60_000), `startup: ${name}, ${medianMs} ms`);
  demand(fastestMs <= medianMs && medianMs <= slowestMs, `startup: ${name}, fastest ≤ median ≤ slowest`);
}

const [few] = measure("files.mjs", "--runs", "1", "--files", "20").results;
demand(isBetween(few.medianMs, 20, 60_000) && few.findings >= 20, `files: 20 files, ${few.findings} findings, ${few.medianMs} ms`);

const example = measure("example.mjs", "04");
demand(isBetween(example.medianSeconds, 0.5, 180), `example: 04 takes ${example.medianSeconds} s`);
demand(example.outputLines > 20, `example: 04 says something (${example.outputLines} lines)`);

if (process.env.DBLEAD_TEST_POSTGRESQL_BIN === undefined)
  console.log("planner and traced: not checked, DBLEAD_TEST_POSTGRESQL_BIN names no server");
else {
  const traced = measure("traced.mjs", "--migrations", "5");
  demand(
    traced.statements >= 5 && traced.lookedUpSeconds < traced.seconds,
    `traced: ${traced.statements} statements in ${traced.seconds} s`,
  );
  const [smallest] = measure("planner/scale.mjs", "--sizes", "40").results;
  demand(smallest.selfDifferences === 0 && smallest.objects > 500, `planner: ${smallest.objects} objects are like themselves`);
  demand(
    smallest.steps > 0 && smallest.stepsFromEmpty > smallest.steps,
    `planner: ${smallest.steps} steps, from empty ${smallest.stepsFromEmpty}`,
  );
  demand(isBetween(smallest.introspectMs, 1, 60_000), `planner: 40 tables are read in ${smallest.introspectMs} ms`);

  const [files] = measure("planner/two-files.mjs", "--tables", "10").results;
  demand(
    files.steps > 0 && files.seenSeconds < files.firstSeconds,
    `planner: two files, ${files.firstSeconds} s, seen before ${files.seenSeconds} s`,
  );

  const { results } = measure("planner/peers.mjs", "--sizes", "10", "--runs", "1");
  const own = results.filter(({ tool }) => tool === "dblead");
  demand(
    own.length === 3 && own.every(({ left, rowsLost }) => left === 0 && rowsLost === 0),
    "planner: between live databases nothing is left and no row lost",
  );
}
