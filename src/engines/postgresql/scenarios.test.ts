// Scenarios as data: a folder each with before.sql, after.sql or intents.yaml, seed.sql, options.json and the golden plan. UPDATE_GOLDEN=1 rewrites the plans.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { introspectOn, provePlan, resetServer } from "../../../tests/scenarios/postgresql/proof.ts";
import type { Plan, Step } from "../../model/plan.ts";
import { requirementBody } from "../../model/requirement.ts";
import type { Schema } from "../../model/schema.ts";
import type { Design, PlanRequest } from "../engine.ts";
import { designPostgresql } from "./design.ts";
import { planPostgresql } from "./plan.ts";

const root = fileURLToPath(new URL("../../../tests/scenarios/postgresql/", import.meta.url));
const names = readdirSync(root).filter((name) => existsSync(join(root, name, "before.sql")));

function read(name: string, file: string): string | null {
  const path = join(root, name, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function requestOf(name: string, design: Design | null): Omit<PlanRequest, "from" | "to"> {
  const options = JSON.parse(read(name, "options.json") ?? "{}") as Partial<PlanRequest>;
  const base = {
    version: "18",
    variant: null,
    strategy: "online",
    renames: {},
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
    label: "req_0001",
  } as const;
  return { ...base, ...(design === null ? {} : { renames: design.renames, rules: design.rules, origins: design.origins }), ...options };
}

async function schemaOf(server: PGlite, ...texts: readonly string[]): Promise<Schema> {
  await resetServer(server);
  for (const text of texts) await server.exec(text);
  return introspectOn(server);
}

async function design(name: string, schema: Schema): Promise<Design | null> {
  const text = read(name, "intents.yaml");
  if (text === null) return null;
  const body = requirementBody.parse(parse(text));
  return designPostgresql({
    schema,
    version: "18",
    intents: body.intents,
    answers: body.answers.map(({ question, by, choose }) => ({ question, by, choose })),
    accessPatterns: body["access-patterns"],
    sizes: {},
    files: {},
  });
}

function printStep(step: Step): readonly string[] {
  const { action } = step;
  const body =
    action.kind === "statements"
      ? action.statements.map((statement) => `${statement};`)
      : action.kind === "batches"
        ? [
            `-- ${action.batchSize} rows a batch, key: ${action.key.join(", ") || "none"}`,
            ...action.sideEffects.map((effect) => `-- side effect: ${effect}`),
            `${action.script};`,
          ]
        : action.kind === "check"
          ? [`-- ${action.check.expects}: ${action.check.query}`]
          : action.kind === "deploy-gate"
            ? [`-- waits for ${action.waitsFor}`]
            : [];
  const scope = action.kind === "statements" && action.transaction !== "shared" ? ` [transaction: ${action.transaction}]` : "";
  const blocks = (step.blocks ?? []).map(
    (block) => `--   ${block.vendorMode} on ${block.object} for a ${block.for}: blocks ${block.blocks}`,
  );
  const hazards = step.hazards.map((hazard) => `--   ${hazard.level}: ${hazard.kind} (${hazard.object}) ${hazard.message}`);
  const back = step.reverse.flatMap((reverse) =>
    reverse.kind === "statements"
      ? reverse.statements.map((statement) => `--   back: ${statement.replaceAll("\n", "\n--         ")};`)
      : [],
  );
  const loses =
    step.reversibility.kind === "exact" && step.reversibility.loses === ""
      ? []
      : [`--   way back: ${step.reversibility.kind}, until ${step.reversibility.until}; loses ${step.reversibility.loses}`];
  const intents = step.intents === undefined ? "" : ` (${step.intents.join(", ")})`;
  return [
    `-- ${step.id} ${step.phase} ${step.kind}${scope}: ${step.summary}${intents}`,
    ...blocks,
    ...hazards,
    ...loses,
    ...body,
    ...back,
    "",
  ];
}

function printPlan(plan: Plan): string {
  const checks = plan.prechecks.flatMap((check) => [`-- precheck ${check.id}: ${check.summary}`, `--   ${check.expects}: ${check.query}`]);
  const questions = plan.questions.map((question) => `-- question ${question.id}: ${question.text}`);
  const carries = plan.carries.map(
    (carry) =>
      `-- carries ${carry.objectBefore}.${carry.fieldBefore ?? "∅"} → ${carry.objectAfter}.${carry.fieldAfter ?? "∅"}: forward ${carry.forward ?? "none"}, backward ${carry.backward ?? "none"}`,
  );
  return [...plan.steps.flatMap(printStep), ...checks, ...questions, ...carries, ""].join("\n");
}

describe("scenarios", () => {
  let server: PGlite;
  beforeAll(async () => {
    server = await PGlite.create();
  });
  afterAll(() => server.close());

  test("there are enough of them", () => expect(names.length).toBeGreaterThanOrEqual(50));

  test.each(names)("%s", async (name) => {
    const [before, seed] = [read(name, "before.sql") ?? "", read(name, "seed.sql") ?? ""];
    const from = await schemaOf(server, before);
    const designed = await design(name, from);
    const to =
      designed === null ? await schemaOf(server, read(name, "after.sql") ?? "") : await schemaOf(server, before, designed.statements);
    const request = requestOf(name, designed);
    const plan = await planPostgresql({ ...request, from, to });
    expect(plan.steps.length).toBeGreaterThan(0);
    expect(plan.steps.map((step) => step.phase)).toEqual(
      plan.steps
        .map((step) => step.phase)
        .toSorted((a, b) => ["expand", "migrate", "contract"].indexOf(a) - ["expand", "migrate", "contract"].indexOf(b)),
    );
    const build = async (): Promise<void> => {
      await server.exec(before);
      await server.exec(seed);
    };
    expect(await provePlan(server, { from, to, plan, request, build })).toEqual([]);
    const text =
      designed === null || designed.remarks.length === 0
        ? printPlan(plan)
        : `${designed.remarks.map((remark) => `-- remark: ${remark}\n`).join("")}${printPlan(plan)}`;
    const golden = join(root, name, "plan.golden.sql");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
    expect(text).toBe(read(name, "plan.golden.sql"));
  });
});
