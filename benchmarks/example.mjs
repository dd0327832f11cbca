// How long an example takes, whole process, in a temporary copy: `npm start` (01) if no other is named.
//   node benchmarks/example.mjs [01] [--runs 1] [--json]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "1" }, json: { type: "boolean", default: false } },
});
const root = fileURLToPath(new URL("..", import.meta.url));
const example = positionals[0] ?? "01";
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error("--runs takes a whole number above 0");
  process.exit(2);
}

/** A fresh copy each time: a second run would go on from the first one's journal. What earlier runs by hand left behind is not taken along. */
function timeOnce() {
  const folder = mkdtempSync(join(tmpdir(), "benchmark-example-"));
  try {
    for (const part of ["src", "scripts", "package.json"]) cpSync(join(root, part), join(folder, part), { recursive: true });
    copyExamples(folder);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
    const words = example === "01" ? ["start"] : ["run", "example", "--", example];
    const before = process.hrtime.bigint();
    // What the example leaves in the folder for temporary files goes with the copy.
    const env = { ...process.env, TMPDIR: folder, npm_config_update_notifier: "false", NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync("npm", words, { cwd: folder, encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
    const seconds = Number(process.hrtime.bigint() - before) / 1e9;
    if (status === 0) return { seconds, output: stdout };
    throw new Error(`example ${example}: exit code ${status}\n${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

const results = Array.from({ length: runs }, timeOnce).toSorted((a, b) => a.seconds - b.seconds);
const median = (results[Math.floor((runs - 1) / 2)].seconds + results[Math.ceil((runs - 1) / 2)].seconds) / 2;
const result = {
  example,
  medianSeconds: Number(median.toFixed(1)),
  outputLines: results[0].output.trimEnd().split("\n").length,
  machine: { node: process.version, processors: cpus().length, load: Number(loadavg()[0].toFixed(1)), runs },
};
if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  const { machine } = result;
  console.log(`Node ${machine.node}, ${machine.processors} processors, load ${machine.load}, ${runs} run${runs === 1 ? "" : "s"}\n`);
  console.log(`example ${example}: ${result.medianSeconds} s, ${result.outputLines} lines of output`);
}
