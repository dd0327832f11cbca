// How long an example takes, whole process, in a temporary copy: `npm start` (01) if no other is named.
//   node benchmarks/example.mjs [01] [--runs 1] [--shadow embedded] [--json]
// --shadow: the kind of shadow that PostgreSQL targets get; otherwise whatever is found. The processor time is that of all processes below the example,
// sampled four times a second: on a busy machine it says more than the clock.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "1" }, shadow: { type: "string" }, json: { type: "boolean", default: false } },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const example = positionals[0] ?? "01";
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("--runs takes a whole number above 0");
  process.exit(2);
}

/** A fresh copy each time: a second run would go on from the first one's journal. What earlier runs by hand left behind is not taken along. */
async function timeOnce() {
  const folder = mkdtempSync(join(tmpdir(), "benchmark-example-"));
  try {
    for (const part of ["src", "scripts", "package.json"]) cpSync(join(root, part), join(folder, part), { recursive: true });
    copyExamples(folder);
    if (values.shadow !== undefined) chooseShadow(join(folder, "examples"), values.shadow);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    const words = example === "01" ? ["start"] : ["run", "example", "--", example];
    const before = process.hrtime.bigint();
    // What the example leaves in the folder for temporary files goes with the copy.
    const env = { ...process.env, TMPDIR: folder, npm_config_update_notifier: "false", NO_COLOR: "1" };
    const processors = watchProcessors();
    const { status, stdout, stderr } = await runToEnd("npm", words, { cwd: folder, env });
    const seconds = Number(process.hrtime.bigint() - before) / 1e9;
    const processorSeconds = processors.end();
    if (status === 0) return { seconds, processorSeconds, output: stdout };
    throw new Error(`example ${example}: exit code ${status}\n${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds up what the processes below this one use, by process, as Linux tells it. */
function watchProcessors() {
  if (!existsSync("/proc/self/stat")) return { end: () => null };
  const used = new Map();
  const timer = setInterval(() => {
    const all = readdirSync("/proc").flatMap((pid) => (/^\d+$/.test(pid) ? readProcess(pid) : []));
    const below = new Set([process.pid]);
    for (let size = 0; size !== below.size; ) {
      size = below.size;
      for (const one of all) if (below.has(one.parent)) below.add(one.pid);
    }
    for (const one of all) if (below.has(one.pid) && one.pid !== process.pid) used.set(`${one.pid} ${one.started}`, one.seconds);
  }, 250);
  return {
    end: () => {
      clearInterval(timer);
      return [...used.values()].reduce((sum, seconds) => sum + seconds, 0);
    },
  };
}

function readProcess(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return [{ pid: Number(pid), parent: Number(fields[1]), started: fields[19], seconds: (Number(fields[11]) + Number(fields[12])) / 100 }];
  } catch {
    return [];
  }
}

function runToEnd(command, words, options) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
    child.on("close", (status) => resolve({ status, ...output }));
  });
}

/** In every configuration of the copy that speaks of PostgreSQL. */
function chooseShadow(folder, kind) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!name.endsWith("dblead.toml") || !/postgresql/.test(readFileSync(path, "utf8"))) continue;
    appendFileSync(path, `\n[shadow.postgresql]\nkind = "${kind}"\n`);
  }
}

function copyExamples(folder) {
  const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "examples"], {
    cwd: root,
    encoding: "utf8",
  });
  const known = (stdout ?? "").split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  for (const path of known.length > 0 ? known : readdirSync(join(root, "examples")).map((name) => join("examples", name)))
    cpSync(join(root, path), join(folder, path), { recursive: true });
}

const results = [];
for (let run = 0; run < runs; run += 1) results.push(await timeOnce());
results.sort((a, b) => a.seconds - b.seconds);
const median = (results[Math.floor((runs - 1) / 2)].seconds + results[Math.ceil((runs - 1) / 2)].seconds) / 2;
const result = {
  example,
  shadow: values.shadow ?? "as found",
  processorSeconds: results[0].processorSeconds === null ? null : Number(results[0].processorSeconds.toFixed(1)),
  medianSeconds: Number(median.toFixed(1)),
  outputLines: results[0].output.trimEnd().split("\n").length,
  machine: { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)), runs },
};
if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  const { machine } = result;
  console.log(`Node ${machine.node}, ${machine.processors} processors, load ${machine.load}, ${runs} run${runs === 1 ? "" : "s"}\n`);
  const processor = result.processorSeconds === null ? "" : `, ${result.processorSeconds} s of processor time`;
  console.log(`example ${example}, shadow ${result.shadow}: ${result.medianSeconds} s${processor}, ${result.outputLines} lines of output`);
}
