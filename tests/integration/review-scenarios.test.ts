// Sets of migrations and what a review must say of them: as many clean ones as others, and nothing may be said of a clean one.
// UPDATE_GOLDEN=1 writes what is found; look at it before it is committed.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lintScenario, readScenarios } from "../support/review-scenario.ts";
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
