// What a person waits for before anything happens: whole processes of the built command, start to exit.
//   node benchmarks/startup.mjs [--runs 10] [--command dist/interfaces/cli/main.js] [--json]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "10" }, command: { type: "string" }, json: { type: "boolean", default: false } },
});
const command = resolve(values.command ?? fileURLToPath(new URL("../dist/interfaces/cli/main.js", import.meta.url)));
const runs = Number(values.runs);
if (!existsSync(command) || !Number.isInteger(runs) || runs < 1) {
  console.error(existsSync(command) ? "--runs takes a whole number above 0" : `${command} is missing: npm run build makes it`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "benchmark-startup-"));
const file = "V31__email_not_null.sql";
writeFileSync(join(folder, file), "alter table customers alter column email set not null;\n");
const cases = [
  { name: "node alone", args: ["--eval", "0"], budgetMs: null, says: "" },
  { name: "dblead --help", args: [command, "--help"], budgetMs: 150, says: "review" },
  {
    name: "dblead review --fast, one file",
    args: [command, "review", "--fast", "--engine", "postgresql", file],
    budgetMs: 300,
    says: "no-set-not-null-scan",
  },
];

function timeOnce({ name, args, says }) {
  const before = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const elapsedMs = Number(process.hrtime.bigint() - before) / 1e6;
  if (status === 0 && stdout.includes(says)) return elapsedMs;
  throw new Error(`${name}: exit code ${status}, and the output does not say "${says}"\n${stdout}${stderr}`);
}

try {
  // In turns, so that a busy moment of the machine falls on all of them.
  const times = new Map(cases.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1) for (const one of cases) times.get(one.name).push(timeOnce(one));
  const results = cases.map(({ name, budgetMs }) => {
    const sorted = times.get(name).toSorted((a, b) => a - b);
    const last = sorted.length - 1;
    const medianMs = (sorted[Math.floor(last / 2)] + sorted[Math.ceil(last / 2)]) / 2;
    return { name, medianMs: Math.round(medianMs), fastestMs: Math.round(sorted[0]), slowestMs: Math.round(sorted.at(-1)), budgetMs };
  });
  const machine = { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)), runs };
  if (values.json) console.log(JSON.stringify({ machine, results }, null, 2));
  else {
    console.log(`Node ${machine.node}, ${machine.processors} processors, load ${machine.load}, ${runs} runs\n`);
    console.log("| whole process | median | fastest | slowest | budget |\n|---|---:|---:|---:|---:|");
    for (const { name, medianMs, fastestMs, slowestMs, budgetMs } of results)
      console.log(`| ${name} | ${medianMs} ms | ${fastestMs} ms | ${slowestMs} ms | ${budgetMs === null ? "" : `${budgetMs} ms`} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
