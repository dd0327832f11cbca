// Two branches of one small history, reviewed as a pipeline would: without configuration, and with nothing left behind.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "corner-shop-"));
// The same commits on every machine, whatever its settings.
const day = "2025-06-01T12:00:00Z";
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_DATE: day,
  GIT_COMMITTER_DATE: day,
};
const git = (...words) =>
  execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words], { cwd: work, env, encoding: "utf8" });

function commit(layer, message) {
  cpSync(join(here, layer), work, { recursive: true });
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
}

/** Runs one command as a person would type it; the expected exit code is part of the example. */
function dblead(expected, ...words) {
  console.log(`\n$ dblead ${words.join(" ")}`);
  const started = performance.now();
  const run = spawnSync(process.execPath, ["--liftoff-only", command, ...words], {
    cwd: work,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  process.stdout.write(run.stdout);
  console.log(`(${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (run.status === expected) return run.stdout;
  console.error(`${run.stderr}\nexpected exit code ${expected}, got ${run.status}`);
  process.exit(1);
}
function demand(output, ...parts) {
  for (const part of parts) {
    if (output.includes(part)) continue;
    console.error(`the output should say: ${part}`);
    process.exit(1);
  }
}
/** Both versions of the application pass their own tests: nothing in them shows what the migration does to the other one. */
function testApplication() {
  const run = spawnSync(process.execPath, ["--test"], { cwd: work, encoding: "utf8" });
  if (run.status !== 0) {
    console.error(run.stdout);
    process.exit(1);
  }
}

// As after npm install: the driver that the application uses.
mkdirSync(join(work, "node_modules"));
symlinkSync(fileURLToPath(new URL("../../node_modules/pg", import.meta.url)), join(work, "node_modules", "pg"), "dir");

/** What both versions' own tests say, where a server can be had that programs reach. */
function demandRolling(output, proven) {
  if (!/Rolling deployment not proven: no server/.test(output)) return demand(output.replaceAll(/\s+/g, " "), proven);
  console.log("(No native PostgreSQL server is found here: what the tests ask was not run.)");
}

git("init", "--quiet", "--initial-branch", "main");
commit("main", "The shop");
testApplication();

console.log("1. The pull request as it was opened");
git("checkout", "--quiet", "-b", "email-bad");
commit("bad", "Require a phone number, call mail email, index the orders");
testApplication();
const bad = dblead(1, "review");
demand(bad, "Returned", "no-set-not-null-scan", "app/receipts.ts:5", "down-missing", "require-concurrent-index");
console.log("\n   As a reviewer sees it, as one comment:");
demand(dblead(1, "review", "--format", "markdown"), "❌ **Returned**", "<!-- dblead-review -->");
demand(dblead(0, "review", "--prechecks"), "phone IS NULL");

console.log("\n2. Its repaired form");
git("checkout", "--quiet", "main");
git("checkout", "--quiet", "-b", "email-repaired");
commit("repaired", "Require a phone number of new rows, add email beside mail, index the orders without a lock");
testApplication();
demand(dblead(0, "review"), "Accepted");
demand(dblead(0, "review", "--format", "markdown"), "✅ **Accepted**");

console.log("\n3. Both again, with the tests of both versions of the application run while the change is rolled out");
commit("tested", "Say how the tests are run");
demandRolling(dblead(0, "review"), "Rolling deployment proven: both releases pass their own tests on the new schema");
git("checkout", "--quiet", "email-bad");
commit("tested", "Say how the tests are run");
demandRolling(dblead(1, "review"), "the running release breaks at app/register.ts:4 once step 2 has run");

if (git("status", "--porcelain") !== "") {
  console.error("the review left something in the repository");
  process.exit(1);
}
console.log("\nThe repository is as it was: git status is clean.");
rmSync(work, { recursive: true, force: true });
