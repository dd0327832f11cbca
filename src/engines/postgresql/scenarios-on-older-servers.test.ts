// The same scenarios on PostgreSQL 14 to 17, where DBLEAD_TEST_POSTGRESQL_BINS lists their programs: each on one of them, chosen by its name;
// with DBLEAD_EVERY_VERSION=1 each on all. Where there is a pg_dump, it compares what was planned with what was built.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pgDumpMajor } from "../../../tests/support/postgresql-pg-dump.ts";
import { runScenario, type Scenario, scenarios } from "../../../tests/support/postgresql-scenario.ts";
import { nativePrograms, openTestServer, type TestServer } from "../../../tests/support/postgresql-server.ts";

const older = [...nativePrograms()].filter(([major]) => major < 18).toSorted(([a], [b]) => a - b);
if (older.length === 0) console.log("scenarios run on one version: DBLEAD_TEST_POSTGRESQL_BINS names no older servers");
if (older.length > 0 && pgDumpMajor === null) console.log("no pg_dump here: the independent reading of the catalogue judges alone");

function isChosen(scenario: Scenario, major: number): boolean {
  if (major < scenario.since || major > scenario.until) return false;
  if (process.env["DBLEAD_EVERY_VERSION"] === "1") return true;
  const able = older.map(([each]) => each).filter((each) => each >= scenario.since && each <= scenario.until);
  const place = scenario.name.split("").reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return able[place % able.length] === major;
}

test("every scenario that an older server knows is run on one", () => {
  for (const scenario of scenarios.filter(({ since }) => older.some(([major]) => major >= since)))
    expect(older.some(([major]) => isChosen(scenario, major))).toBe(true);
});

describe.each(older)("PostgreSQL %i", (major, bin) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(bin);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each(scenarios.filter((scenario) => isChosen(scenario, major)))("$name", async (scenario) => {
    const { problems } = await runScenario(server, scenario);
    expect(problems, problems.join("\n")).toEqual([]);
  });
});
