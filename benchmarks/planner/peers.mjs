// Plans between two live databases, whole processes, next to the peers that DBLEAD_BENCH_PEERS names (a folder with `npm/`, `py/` and `bin/`; a peer that is
// not there is left out, and without the variable the benchmark runs alone). Every plan is executed on a copy with rows: what is left to do after it is
// counted by a reading that is not the peer's, and the rows that are gone.
//   DBLEAD_TEST_POSTGRESQL_BIN="$(npm run --silent servers)" DBLEAD_BENCH_PEERS=<folder> node benchmarks/planner/peers.mjs [--sizes 500,1000] [--runs 3] [--json]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compareSchemas } from "../../src/engines/diff.ts";
import { openPgSession } from "../../src/engines/postgresql/connection/pg-session.ts";
import { introspectPostgresql } from "../../src/engines/postgresql/introspect.ts";
import { startServer } from "../../src/engines/postgresql/shadow/native-server.ts";
import { findPrograms } from "../../src/engines/postgresql/shadow/server-programs.ts";
import { generateSchema } from "./schema.mjs";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "500,1000" },
    runs: { type: "string", default: "3" },
    command: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const bin = process.env.DBLEAD_TEST_POSTGRESQL_BIN;
const sizes = values.sizes.split(",").map(Number);
const runs = Number(values.runs);
const peers = process.env.DBLEAD_BENCH_PEERS ?? null;
const built = fileURLToPath(new URL("../../dist/interfaces/cli/main.js", import.meta.url));
const source = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const command = values.command ?? (existsSync(built) ? built : source);
if (bin === undefined || [...sizes, runs].some((count) => !Number.isInteger(count) || count < 1)) {
  console.error(bin === undefined ? "DBLEAD_TEST_POSTGRESQL_BIN names no server" : "--sizes and --runs take whole numbers above 0");
  process.exit(2);
}
const limitMs = 180_000;
const rowsPerTable = 3;
const folder = mkdtempSync(join(tmpdir(), "benchmark-peers-"));
const planFile = join(folder, "plan.json");

/** How each is asked for the way from `a` to `b`, and where its statements are. */
const tools = [
  {
    name: "dblead",
    program: process.execPath,
    args: (a, b) => [
      command,
      "plan",
      "--engine",
      "postgresql",
      "--from",
      a,
      "--to",
      b,
      "--strategy",
      "direct",
      "--allow",
      "deletes-data",
      "--format",
      "json",
    ],
    sql: (stdout) =>
      JSON.parse(stdout).steps.flatMap(({ action }) =>
        action.kind === "statements" ? action.statements.map((text) => `${text};`) : action.kind === "batches" ? [action.script] : [],
      ),
  },
  { name: "migra", path: "py/migra/bin/migra", args: (a, b) => ["--unsafe", a, b] },
  { name: "@pgkit/migra", path: "npm/pgkit-migra/node_modules/.bin/migra", args: (a, b) => ["run", "--unsafe", "true", a, b] },
  { name: "results", path: "py/results/bin/results", args: (a, b) => ["dbdiff", a, b] },
  {
    name: "pg-delta",
    path: "npm/pg-delta/node_modules/.bin/pgdelta",
    args: (a, b) => ["plan", "--source", a, "--desired", b, "--out", planFile],
    // Its plans are files of its own; it renders them as SQL.
    sql: (_, program) => {
      const out = join(folder, "rendered.sql");
      rmSync(out, { force: true });
      spawnSync(program, ["render", "--plan", planFile, "--out", join(folder, "rendered"), "--allow-drops"], { encoding: "utf8" });
      return existsSync(out) ? [readFileSync(out, "utf8")] : [];
    },
  },
  { name: "Atlas engine", path: "bin/atlas-lib", args: (a, b) => [`${a}?sslmode=disable`, `${b}?sslmode=disable`] },
].flatMap((tool) => {
  if (tool.path === undefined) return [tool];
  const program = peers === null ? "" : join(peers, tool.path);
  return existsSync(program) ? [{ ...tool, program }] : [];
});

const server = await startServer(findPrograms(bin, ""), join(folder, "server"));
const { port } = server.connectTo("postgres");
await server.admin.run("create role bench login superuser password 'bench'");
const urlOf = (database) => `postgresql://bench:bench@127.0.0.1:${port}/${database}`;
async function on(database, work) {
  const session = await openPgSession({ config: { ...server.connectTo(database), user: "postgres" } });
  try {
    return await work(async (text) => (await session.run(text)).at(-1)?.rows ?? []);
  } finally {
    await session.close();
  }
}
async function create(database, template = "template0") {
  await server.admin.run(`drop database if exists ${database} with (force)`);
  await server.admin.run(`create database ${database} template ${template}`);
}
async function fill(database, count, variant) {
  await create(database);
  const parts = generateSchema(count, variant);
  await on(database, async (query) => {
    for (let at = 0; at < parts.length; at += 200) await query(parts.slice(at, at + 200).join("\n"));
    const tables = await query("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'");
    for (const { name } of tables) await query(`insert into ${name} (name) select 'row ' || g from generate_series(1, ${rowsPerTable}) g`);
    await query("analyze");
  });
}
const countRows = (database) =>
  on(database, async (query) => {
    const tables = await query("select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'");
    let count = 0;
    for (let at = 0; at < tables.length; at += 200) {
      const sums = tables.slice(at, at + 200).map(({ name }) => `(select count(*) from ${name})`);
      count += Number((await query(`select ${sums.join(" + ")} as n`))[0].n);
    }
    return count;
  });

function timeOnce(tool, from, to) {
  const before = performance.now();
  const { status, stdout, stderr, error } = spawnSync(tool.program, tool.args(urlOf(from), urlOf(to)), {
    cwd: folder,
    encoding: "utf8",
    timeout: limitMs,
    maxBuffer: 2 ** 29,
    env: { ...process.env, TMPDIR: folder },
  });
  return { seconds: (performance.now() - before) / 1000, status, stdout, stderr, isCut: error !== undefined };
}

/** What is left after the plan, and how many rows it cost. */
async function executePlan(statements, from, to) {
  await create("trial", from);
  const before = await countRows("trial");
  const failure = await on("trial", async (query) => {
    try {
      for (const text of statements) if (text.trim() !== "") await query(text);
      return null;
    } catch (thrown) {
      return String(thrown.message).slice(0, 120);
    }
  });
  const [reached, wanted] = [await on("trial", introspectPostgresql), await on(to, introspectPostgresql)];
  return { failure, left: compareSchemas(reached, wanted).length, rowsLost: before - (await countRows("trial")) };
}

async function measure(tool, size, kind, from, to) {
  const times = [];
  let last = null;
  for (let run = 0; run < runs; run += 1) {
    last = timeOnce(tool, from, to);
    times.push(last.seconds);
    if (last.isCut) return { tool: tool.name, size, kind, seconds: null, failure: `longer than ${limitMs / 1000} s` };
  }
  const seconds = Number(times.toSorted((a, b) => a - b)[Math.floor(runs / 2)].toFixed(2));
  const statements = tool.sql === undefined ? [last.stdout] : tool.sql(last.stdout, tool.program);
  const outcome = await executePlan(statements, from, to);
  // Some say by their exit code that there is something to do; a plan that says nothing while something is left is told by what is left.
  return { tool: tool.name, size, kind, seconds, ...outcome };
}

try {
  const results = [];
  await create("nothing");
  for (const size of sizes) {
    await fill("a", size, 0);
    await create("b", "a");
    await fill("c", size, 1);
    for (const [kind, from, to] of [
      ["self", "a", "b"],
      ["5 % changed", "a", "c"],
      ["from empty", "nothing", "a"],
    ])
      for (const tool of tools) results.push(await measure(tool, size, kind, from, to));
  }
  const machine = { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)), server: server.version, runs };
  if (values.json) console.log(JSON.stringify({ machine, results }, null, 2));
  else {
    console.log(
      `Node ${machine.node}, ${machine.processors} processors, load ${machine.load}, PostgreSQL ${machine.server}, median of ${runs}\n`,
    );
    console.log(
      "| tables | from, to | tool | whole process | differences left | rows lost | its plan |\n|---:|---|---|---:|---:|---:|---|",
    );
    for (const { size, kind, tool, seconds, left, rowsLost, failure } of results)
      console.log(`| ${size} | ${kind} | ${tool} | ${seconds ?? "–"} s | ${left ?? ""} | ${rowsLost ?? ""} | ${failure ?? "runs"} |`);
  }
} finally {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}
