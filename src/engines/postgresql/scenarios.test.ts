// Scenarios as data: a folder each with before.sql, after.sql or intents.yaml, seed.sql, options.json and the golden plan. UPDATE_GOLDEN=1 rewrites the plans.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { printPlan } from "../../../tests/support/postgresql-golden.ts";
import { introspectOn, provePlan } from "../../../tests/support/postgresql-proof.ts";
import { openTestServer, type TestServer } from "../../../tests/support/postgresql-server.ts";
import { requirementBody } from "../../model/requirement.ts";
import type { Plan } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import type { Design, PlanRequest } from "../engine.ts";
import { designPostgresql } from "./design.ts";
import { planPostgresql } from "./plan.ts";
import { lintPostgresql } from "./rules.ts";
import { renderScript } from "./script.ts";

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

async function schemaOf(server: TestServer, ...texts: readonly string[]): Promise<Schema> {
  await server.reset();
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

/** Statements of a plan's own files that would wait for a strong lock without a limit. */
async function findTimeless(plan: Plan, base: Schema): Promise<readonly string[]> {
  const scripts = plan.steps.flatMap(({ id, action, limits }) =>
    action.kind === "statements"
      ? [
          {
            file: id,
            line: 1,
            text: renderScript(action.statements, { limits, transaction: action.transaction, oneStatementOutsideTransaction: true }),
            transaction: action.transaction,
          },
        ]
      : [],
  );
  const findings = await lintPostgresql({ scripts, base, version: plan.version, sizes: {}, levels: {} });
  return findings.filter((finding) => finding.rule === "require-lock-timeout").map((finding) => `${finding.file}: ${finding.object}`);
}

describe("scenarios", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

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
    expect(await findTimeless(plan, from)).toEqual([]);
    const text =
      designed === null || designed.remarks.length === 0
        ? printPlan(plan)
        : `${designed.remarks.map((remark) => `-- remark: ${remark}\n`).join("")}${printPlan(plan)}`;
    const golden = join(root, name, "plan.golden.sql");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
    expect(text).toBe(read(name, "plan.golden.sql"));
  });
});
