// Sets of migrations and what a review must say of them: as many clean ones as others, and nothing may be said of a clean one.
// UPDATE_GOLDEN=1 writes what is found; look at it before it is committed.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLead } from "../../src/database-lead.ts";
import type { ExecutedReview } from "../../src/operations/review-result.ts";
import { review } from "../../src/operations/review.ts";
import { lintScenario, printFindings, readScenarios } from "../support/review-scenario.ts";
import { openTestServer, type TestServer } from "../support/postgresql-server.ts";

const scenarios = readScenarios();
const isUpdate = process.env["UPDATE_GOLDEN"] === "1";
const isClean = ({ expected }: (typeof scenarios)[number]): boolean => expected.join() === "clean";

test("there are two hundred, half of them clean", () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(200);
  expect(scenarios.filter(isClean).length * 2).toBeGreaterThanOrEqual(scenarios.length);
});

describe("by the text", () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (_name, scenario) => {
    const found = await lintScenario(scenario);
    if (isUpdate) writeFileSync(`${scenario.folder}expected.golden.txt`, `${found.join("\n")}\n`);
    else expect(found).toEqual(scenario.expected);
  });
});

describe("on a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(
    scenarios
      .filter(({ version }) => Number(version) === 18 || version === undefined)
      .map((scenario) => [scenario.name, scenario] as const),
  )("%s is what it says", async (_name, scenario) => {
    await server.reset();
    await server.exec(scenario.base.text);
    const run = async (): Promise<void> => {
      for (const { up } of scenario.migrations) await server.exec(up.transaction === "none" ? up.text : `BEGIN;\n${up.text}\nCOMMIT;`);
    };
    const failure = await run().then(
      () => null,
      (error: Error) => error,
    );
    if (failure !== null) await server.exec("ROLLBACK");
    expect(scenario.runs ? failure : failure === null).toBe(scenario.runs ? null : false);
  });
});

describe("by execution", () => {
  let folder: string;
  let server: TestServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dblead-scenarios-"));
    server = await openTestServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One server for all, where there is one; each review makes databases of its own on it. */
  const settings = (): string => {
    const at = server.address();
    const url = at === null ? null : `postgresql://postgres@localhost:${at.port}/${at.database}?host=${encodeURIComponent(at.host)}`;
    return `${url === null ? "" : `[shadow.postgresql]\nurl = "$SHADOW_URL"\n`}[targets.shop]\nengine = "postgresql"\nversion = "18"\n`;
  };

  test.each(scenarios.filter(({ verdict }) => verdict !== null).map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (name, scenario) => {
      const place = join(folder, name);
      cpSync(scenario.folder, place, { recursive: true });
      writeFileSync(join(place, "dblead.toml"), settings());
      const at = server.address();
      const env =
        at === null ? {} : { SHADOW_URL: `postgresql://postgres@localhost:${at.port}/${at.database}?host=${encodeURIComponent(at.host)}` };
      await using lead = await openLead({ folder: place, env, listener: () => undefined });
      const files = scenario.migrations.map(({ up }) => up.file);
      const result = await review.run({ files, base: "base.sql", engine: "postgresql", version: scenario.version }, lead);
      if (result.kind !== "executed") throw new Error(`a review of kind ${result.kind}`);
      const found = printVerdict(result);
      if (isUpdate) writeFileSync(`${scenario.folder}verdict.golden.txt`, found);
      else expect(found).toBe(scenario.verdict);
    },
  );
});

/** What the execution showed, without times: who is kept out by what, what is written anew, rows, the way back, questions to the target. */
function printVerdict(result: ExecutedReview): string {
  const traces = result.statements.flatMap((trace) => {
    const stopped = trace.blocks
      .filter(({ object, blocks }) => (blocks === "writes" || blocks === "reads-and-writes") && !trace.created.includes(object))
      .map(({ object, vendorMode, for: how }) => `${vendorMode} on ${object} for a ${how}`)
      .toSorted();
    const rewritten = trace.rewrites.map((object) => `writes ${object} anew`);
    return stopped.length + rewritten.length === 0 ? [] : [`${trace.file}:${trace.line} ${[...stopped, ...rewritten].join("; ")}`];
  });
  const dropped = (result.disproved ?? []).map(({ file, line, rule }) => `disproved ${file}:${line} ${rule}`);
  return [
    ...printFindings(result.findings),
    ...dropped,
    ...traces,
    `rows ${result.rows.kind}`,
    `back ${result.down.kind}`,
    ...result.prechecks.map(({ query }) => `ask ${query.replaceAll(/\s+/g, " ").trim()}`),
    "",
  ].join("\n");
}
