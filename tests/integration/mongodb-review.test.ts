// Migrations of MongoDB and what a review of them says when it executes them: half of them clean, and nothing may be said of a clean one.
// UPDATE_GOLDEN=1 writes what is found; look at it before it is committed.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLead } from "../../src/database-lead.ts";
import type { ExecutedReview } from "../../src/operations/review-result.ts";
import { review } from "../../src/operations/review.ts";
import { readMongodbScenarios, scenarioFolder } from "../support/mongodb-review-scenario.ts";
import { printFindings } from "../support/review-scenario.ts";

const bin = process.env["DBLEAD_TEST_MONGODB_BIN"];
if (bin === undefined) console.log("skipped: DBLEAD_TEST_MONGODB_BIN names no mongod, so no migration of MongoDB is reviewed");
const scenarios = readMongodbScenarios();
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";

test("there are thirty, half of them clean", () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(30);
  expect(scenarios.filter(({ planted }) => planted.length === 0).length * 2).toBeGreaterThanOrEqual(scenarios.length);
});

describe.skipIf(bin === undefined)("by execution", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dblead-mongodb-review-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
    const place = join(folder, name);
    cpSync(scenario.folder, place, { recursive: true });
    for (const file of ["base.json", "seed.json"]) cpSync(join(scenarioFolder, file), join(place, file));
    const settings = `[shadow.mongodb]\nbin = ${JSON.stringify(bin)}\n[targets.shop]\nengine = "mongodb"\nversion = "6"\n`;
    writeFileSync(join(place, "dblead.toml"), settings);
    await using lead = await openLead({ folder: place, env: {}, listener: () => undefined });
    const result = await review.run({ files: [...scenario.files], base: "base.json", seed: "seed.json", engine: "mongodb" }, lead);
    if (result.kind !== "executed") throw new Error(`a review of kind ${result.kind}`);
    const found = printReview(result);
    if (isUpdate) writeFileSync(`${scenario.folder}review.golden.txt`, found);
    else expect(found).toBe(scenario.expected);
    const rules = result.findings.filter(({ level }) => level !== "note").map(({ rule }) => rule);
    if (scenario.planted.length === 0) expect(rules).toEqual([]);
    else expect(rules).toEqual(expect.arrayContaining([...scenario.planted]));
  });
});

/** What the execution showed, without times: what each call did, rows, the way back. */
function printReview(result: ExecutedReview): string {
  // Where a migration stops, what was under way may have come to its end or not.
  const isStopped = result.findings.some(({ rule }) => rule === "migration-fails");
  const told = isStopped ? result.statements.filter(({ error }) => error !== undefined) : result.statements;
  const traces = told.map((trace) => {
    const did = [
      ...trace.created.map((object) => `makes ${object}`),
      ...trace.altered.map((object) => `alters ${object}`),
      ...trace.dropped.map((object) => `drops ${object}`),
      ...trace.scans.map((object) => `reads all of ${object}`),
      ...(trace.rowsWritten === 0 ? [] : [`writes ${trace.rowsWritten}`]),
      ...(trace.error === undefined ? [] : [`fails with ${trace.error.code}`]),
    ];
    return `${trace.file}:${trace.line} ${did.length === 0 ? "nothing seen" : did.join(", ")}`;
  });
  const dropped = (result.disproved ?? []).map(({ file, line, rule }) => `disproved ${file}:${line} ${rule}`);
  return [...printFindings(result.findings), ...dropped, ...traces, `rows ${result.rows.kind}`, `back ${result.down.kind}`, ""].join("\n");
}
