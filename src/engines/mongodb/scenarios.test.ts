import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { testMongod } from "../../../tests/support/mongodb-server.ts";
import type { HazardKind } from "../../model/hazard.ts";
import type { Intent } from "../../model/intent.ts";
import type { Script } from "../../model/migration.ts";
import type { Action, Plan } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import type { Design, Strategy } from "../engine.ts";
import type { Shadow } from "../shadow.ts";
import { designChange } from "./design.ts";
import { readJob } from "./job.ts";
import { renderScript } from "./render.ts";
import { proveRoundTrip } from "./round-trip.ts";
import { mongodbShadow } from "./shadow.ts";

const root = fileURLToPath(new URL("../../../tests/scenarios/mongodb/", import.meta.url));
const names = readdirSync(root).filter((name) => existsSync(join(root, name, "before.json")));

/** `intents`: what is wished; absent: `after.json` says what is to be. */
interface Change {
  readonly strategy?: Strategy;
  readonly allow?: readonly HazardKind[];
  readonly renames?: Readonly<Record<string, string>>;
  readonly intents?: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
}

function script(name: string, file: string): readonly Script[] {
  const path = join(root, name, file);
  return existsSync(path) ? [{ file, line: 1, text: readFileSync(path, "utf8"), transaction: "none" }] : [];
}

function readChange(name: string): Change {
  const path = join(root, name, "change.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Change) : {};
}

function open(base: readonly Script[], seed: readonly Script[]): Promise<Shadow> {
  return mongodbShadow.open({ base, seed, version: "6", settings: { bin: testMongod }, cacheFolder: "" });
}

/** What the change comes to, read from a server on which it was made at once. */
async function desired(name: string, change: Change, from: Schema): Promise<{ readonly to: Schema; readonly design: Design | null }> {
  const intents = change.intents?.map((wish, index) => {
    const [kind = "", body = {}] = Object.entries(wish)[0] ?? [];
    return { id: `I${index + 1}`, kind, body: { target: "t", ...body } } as Intent;
  });
  if (intents === undefined) {
    await using shadow = await open(script(name, "after.json"), []);
    return { to: await shadow.connection.introspect(), design: null };
  }
  const design = designChange({ schema: from, version: "6", intents, answers: [], accessPatterns: [], sizes: {}, files: {} });
  await using shadow = await open(script(name, "before.json"), []);
  const { error } = await shadow.connection.execute({ file: "design", line: 1, text: design.statements, transaction: "none" });
  expect(error).toBeNull();
  return { to: await shadow.connection.introspect(), design };
}

/** The plan as people read it: phases, steps, commands or batches, the way back, hazards and prechecks. */
function printPlan(plan: Plan): string {
  const print = (action: Action): string => {
    if (action.kind === "statements") return renderScript(action.statements);
    if (action.kind === "deploy-gate") return `// gate: ${action.waitsFor}\n`;
    const job = action.kind === "batches" ? readJob(action.script) : null;
    return job === null
      ? ""
      : `// batches of ${job.batchSize}: ${job.summary}\n// where ${JSON.stringify(job.filter)}\n// ${JSON.stringify(job.change.pipeline)}\n`;
  };
  const lines = plan.steps.flatMap((step) => [
    `// ${step.id} ${step.phase} ${step.kind}: ${step.summary}`,
    ...step.hazards.map((hazard) => `// ${hazard.level}: ${hazard.kind} ${hazard.object}: ${hazard.message}`),
    ...(step.reversibility.kind === "exact" ? [] : [`// way back: ${step.reversibility.kind}, loses ${step.reversibility.loses}`]),
    print(step.action),
    ...step.reverse.flatMap((action) => ["// down", print(action)]),
  ]);
  const checks = plan.prechecks.map((check) => `// precheck: ${check.summary}\n${check.query}\n`);
  return [...lines, ...checks].join("\n");
}

describe.skipIf(testMongod === null)("scenarios of MongoDB", () => {
  test("there are enough of them", () => expect(names.length).toBeGreaterThanOrEqual(70));

  test.each(names)("%s", async (name) => {
    await using shadow = await open(script(name, "before.json"), script(name, "seed.json"));
    const change = readChange(name);
    const { to, design } = await desired(name, change, await shadow.connection.introspect());
    const { plan, defects } = await proveRoundTrip(shadow.connection, to, {
      strategy: change.strategy ?? "online",
      allow: change.allow ?? [],
      renames: { ...design?.renames, ...change.renames },
      rules: design?.rules ?? [],
      origins: design?.origins ?? {},
    });
    expect(defects.join("\n")).toBe("");
    expect(plan.steps.length).toBeGreaterThan(0);
    const golden = join(root, name, "plan.golden.txt");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, printPlan(plan));
    expect(printPlan(plan)).toBe(readFileSync(golden, "utf8"));
  });
});
