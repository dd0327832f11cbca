// One size in one process, so that its peak memory is its own: node benchmarks/planner/one-size.mjs <tables> <folder of PostgreSQL's programs>. Prints JSON.
import { compareSchemas } from "../../src/engines/diff.ts";
import { introspectPostgresql } from "../../src/engines/postgresql/introspect.ts";
import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { openTestServer } from "../../tests/support/postgresql-server.ts";
import { generateSchema } from "./schema.mjs";

const [tables = "100", bin] = process.argv.slice(2);
const times = {};
async function time(name, work) {
  const began = performance.now();
  const result = await work();
  times[name] = Math.round(performance.now() - began);
  return result;
}

const server = await openTestServer(bin ?? null);
const read = () => introspectPostgresql(async (sql) => (await server.query(sql)).rows);
const load = async (variant) => {
  await server.reset();
  const parts = generateSchema(Number(tables), variant);
  for (let at = 0; at < parts.length; at += 200) await server.query(parts.slice(at, at + 200).join("\n"));
  await server.query("ANALYZE pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_constraint, pg_catalog.pg_depend");
};
try {
  await load(1);
  const to = await read();
  await load(0);
  const from = await time("introspectMs", read);
  const same = await read();
  const differences = await time("selfDiffMs", () => compareSchemas(from, same));
  const base = {
    version: String(server.major),
    variant: null,
    strategy: "online",
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
  };
  const plan = await time("planMs", () => planPostgresql({ ...base, from, to, renames: {}, label: "benchmark" }));
  const empty = { ...from, objects: [] };
  const whole = await time("planFromEmptyMs", () => planPostgresql({ ...base, from: empty, to, renames: {}, label: "benchmark" }));
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const counts = {
    objects: from.objects.length,
    selfDifferences: differences.length,
    steps: plan.steps.length,
    stepsFromEmpty: whole.steps.length,
  };
  console.log(JSON.stringify({ tables: Number(tables), server: server.version, ...times, peakMegabytes, ...counts }));
} finally {
  await server[Symbol.asyncDispose]();
}
