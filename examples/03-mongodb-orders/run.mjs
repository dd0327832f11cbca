// From the requirement to the approval on a real mongod, and what the run found of the way back. Works in this folder; what it writes is ignored by git.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const options = process.argv.slice(2);
// Where the tests have their server (npm run servers -- --only mongodb-6), else what is on the PATH.
const folders = [process.env["DBLEAD_TEST_MONGODB_BIN"], ...(process.env["PATH"] ?? "").split(delimiter)].filter((folder) => folder);
const program = folders
  .map((folder) => join(folder, process.platform === "win32" ? "mongod.exe" : "mongod"))
  .find((path) => existsSync(path));
if (program === undefined) {
  console.error("This example needs a MongoDB server: there is no mongod on the PATH.");
  console.error(
    "Install MongoDB 6 or newer (https://www.mongodb.com/docs/manual/administration/install-community/), or, for a try on Linux:",
  );
  console.error('  export DBLEAD_TEST_MONGODB_BIN="$(npm run --silent servers -- --only mongodb-6)"');
  process.exit(3);
}
const env = { ...process.env, PATH: folders.join(delimiter) };

function dblead(stdout, ...words) {
  const run = spawnSync(process.execPath, [command, ...words], { cwd: here, env, encoding: "utf8", stdio: ["ignore", stdout, "inherit"] });
  if (run.status !== 0) process.exit(run.status ?? 1);
  return run.stdout;
}

dblead("inherit", "run", "requirements/REQ-0001-fewer-surprises.md", ...options);
const { report } = JSON.parse(dblead("pipe", "report", "REQ-0001", "--format", "json"));
for (const target of report.targets) {
  const proof = target.evidence;
  if (proof?.level !== "executed") {
    console.error(`nothing was executed: ${proof?.limits ?? "no server"}`);
    process.exit(1);
  }
  console.log(`\nDown again on ${proof.server}: ${target.down.kind}; documents ${target.rows.kind}.`);
  if (target.down.kind !== "exact") process.exit(1);
}
