import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../model/migration.ts";
import type { Plan } from "../../model/plan.ts";
import type { PlanRequest } from "../engine.ts";
import { renderScript } from "./render.ts";
import { proveRoundTrip, schemaOfText } from "./round-trip.ts";
import { sqliteShadow } from "./shadow.ts";

const root = fileURLToPath(new URL("../../../tests/scenarios/sqlite/", import.meta.url));
const names = readdirSync(root).filter((name) => existsSync(join(root, name, "before.sql")));

function script(name: string, file: string): Script {
  return { file, line: 1, text: readFileSync(join(root, name, file), "utf8"), transaction: "none" };
}

function readOptions(name: string): Partial<PlanRequest> {
  const path = join(root, name, "options.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Partial<PlanRequest>) : {};
}

/** The plan as people read it: phases, steps, statements, the way back, hazards and prechecks. */
function printPlan(plan: Plan): string {
  const lines = plan.steps.flatMap((step) => {
    const action = step.action;
    const up =
      action.kind === "statements"
        ? [`-- transaction: ${action.transaction}`, renderScript(action.statements)]
        : action.kind === "deploy-gate"
          ? [`-- gate: ${action.waitsFor}\n`]
          : [];
    const down = step.reverse.flatMap((reverse) =>
      reverse.kind === "statements" ? [`-- down (${reverse.transaction})`, renderScript(reverse.statements)] : [],
    );
    const hazards = step.hazards.map((hazard) => `-- ${hazard.level}: ${hazard.kind} ${hazard.object}: ${hazard.message}`);
    const back = step.reversibility.kind === "exact" ? [] : [`-- way back: ${step.reversibility.kind}, loses ${step.reversibility.loses}`];
    return [`-- ${step.id} ${step.phase} ${step.kind}: ${step.summary}`, ...hazards, ...back, ...up, ...down];
  });
  const checks = plan.prechecks.map((check) => `-- precheck: ${check.summary}\n${check.query};\n`);
  return [...lines, ...checks].join("\n");
}

describe("scenarios", () => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "sqlite-scenarios-"));
  });
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  test("there are enough of them", () => expect(names.length).toBeGreaterThanOrEqual(20));

  test.each(names)("%s", async (name) => {
    const seed = existsSync(join(root, name, "seed.sql")) ? [script(name, "seed.sql")] : [];
    await using shadow = await sqliteShadow.open({ base: [script(name, "before.sql")], seed, version: "3", settings: {}, cacheFolder });
    const { plan, defects } = await proveRoundTrip(shadow.connection, schemaOfText(script(name, "after.sql").text), readOptions(name));
    expect(defects.join("\n")).toBe("");
    expect(plan.steps.length).toBeGreaterThan(0);
    for (const check of plan.prechecks)
      expect({ query: check.query, ...(await shadow.connection.check(check)) }).toEqual({ query: check.query, kind: "passed" });
    const golden = join(root, name, "plan.golden.sql");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, printPlan(plan));
    expect(printPlan(plan)).toBe(readFileSync(golden, "utf8"));
  });
});
