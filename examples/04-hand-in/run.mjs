// Three hand-ins to the lead, played by a script in the place of a person or a coding agent. Works in a temporary copy of this folder and removes it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "hand-in-"));
// At the end, and where a story went wrong too.
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
cpSync(here, work, { recursive: true, filter: (path) => !/\.dblead|dblead$/.test(path) });

/** Runs one command as a person would type it; the expected exit code is part of the example. */
function dblead(expected, ...words) {
  console.log(`\n$ dblead ${words.join(" ")}`);
  const run = spawnSync(process.execPath, ["--liftoff-only", command, ...words], {
    cwd: work,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.stdout.write(run.stderr + run.stdout);
  if (run.status === expected) return `${run.stderr}${run.stdout}`;
  console.error(`expected exit code ${expected}, got ${run.status}`);
  process.exit(1);
}
const demand = (output, part) => {
  if (output.includes(part)) return;
  console.error(`the output should say: ${part}`);
  process.exit(1);
};
const migration = (folder) => ["up", "down"].map((way) => join("hand-ins", folder, `priority.${way}.sql`));

console.log("1. Returned twice with findings, then accepted");
dblead(0, "run", "requirements/REQ-0001-priority.md");
dblead(0, "take", "REQ-0001-001", "--as", "mia");
demand(dblead(1, "hand-in", "REQ-0001-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "mia"), "down-missing");
demand(dblead(1, "hand-in", "REQ-0001-001", ...migration("2-loses-a-row"), "--as", "mia"), "rows-lost");
demand(dblead(0, "hand-in", "REQ-0001-001", ...migration("3-good"), "--as", "mia"), "· accepted");

console.log("\n2. Returned three times: the task goes to the next worker, the engine");
dblead(0, "run", "requirements/REQ-0002-colour.md");
dblead(0, "take", "REQ-0002-001", "--as", "tom");
dblead(1, "hand-in", "REQ-0002-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom");
dblead(1, "hand-in", "REQ-0002-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom");
demand(dblead(0, "hand-in", "REQ-0002-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom"), "· accepted");

console.log("\n3. Where no other worker is left, the task is escalated with its evidence");
const configuration = join(work, "dblead.toml");
writeFileSync(configuration, readFileSync(configuration, "utf8").replace('["external", "engine"]', '["external"]'));
dblead(0, "run", "requirements/REQ-0003-shape.md");
dblead(0, "take", "REQ-0003-001", "--as", "tom");
dblead(1, "hand-in", "REQ-0003-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom");
dblead(1, "hand-in", "REQ-0003-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom");
demand(dblead(1, "hand-in", "REQ-0003-001", "hand-ins/1-no-way-back/priority.up.sql", "--as", "tom"), "technical-architect");

console.log("\nEvery hand-in was executed before it was believed.");
