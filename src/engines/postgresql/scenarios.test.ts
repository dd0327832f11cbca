// Scenarios as data: a folder each with before.sql, after.sql or intents.yaml, seed.sql, options.json and the golden plan. UPDATE_GOLDEN=1 rewrites the plans.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenOf, runScenario, scenarios } from "../../../tests/support/postgresql-scenario.ts";
import { openTestServer, type TestServer } from "../../../tests/support/postgresql-server.ts";

describe("scenarios", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test("there are enough of them", () => expect(scenarios.length).toBeGreaterThanOrEqual(310));

  test.each(scenarios)("$name", async (scenario) => {
    const { problems, text } = await runScenario(server, scenario);
    expect(problems, problems.join("\n")).toEqual([]);
    expect(text).toBe(goldenOf(scenario, text));
  });
});
