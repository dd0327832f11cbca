// scripts/ci-summary.mjs <vitest's JSON> <vitest's exit code> <other passed> <other failed>: the one line that ends .ci/run.
import { existsSync, readFileSync } from "node:fs";

const [file = "", status = "1", otherPassed = "0", otherFailed = "0"] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;

const files = report?.testResults ?? [];
const tests = files.flatMap((each) => each.assertionResults);
const count = (...states) => tests.filter((each) => states.includes(each.status)).length;

// A file that fails before its first test has no test that failed: it counts as one. So does a run that ends without a report.
const brokenFiles = files.filter((each) => each.status === "failed" && !each.assertionResults.some((test) => test.status === "failed"));
const passed = count("passed") + Number(otherPassed);
const skipped = count("skipped", "pending", "todo", "disabled");
let failed = count("failed") + brokenFiles.length + Number(otherFailed);
if (status !== "0" && failed === Number(otherFailed)) failed += 1;
if (count("passed") === 0) failed += 1;

for (const each of tests) {
  if (each.status !== "passed") console.log(`${each.status}: ${each.fullName}`);
}
for (const each of brokenFiles) console.log(`failed: ${each.name}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || skipped > 0 ? 1 : 0;
