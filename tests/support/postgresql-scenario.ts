// One scenario of tests/scenarios/postgresql: a folder with before.sql, after.sql or intents.yaml, seed.sql, options.json and the golden plan.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Design, PlanRequest } from "../../src/engines/engine.ts";
import { designPostgresql } from "../../src/engines/postgresql/design.ts";
import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { lintPostgresql } from "../../src/engines/postgresql/rules.ts";
import { renderScript } from "../../src/engines/postgresql/script.ts";
import type { Plan } from "../../src/model/plan.ts";
import { requirementBody } from "../../src/model/requirement.ts";
import type { Schema } from "../../src/model/schema.ts";
import { printPlan } from "./postgresql-golden.ts";
import { introspectOn, provePlan, readPicture } from "./postgresql-proof.ts";
import type { TestServer } from "./postgresql-server.ts";

const root = fileURLToPath(new URL("../scenarios/postgresql/", import.meta.url));

/** options.json: any part of the request, and what the runner itself wants to know. */
interface Options extends Partial<PlanRequest> {
  /** First and last major version of the server that knows what the scenario uses. */
  readonly since?: number;
  readonly until?: number;
}
export interface Scenario {
  readonly name: string;
  readonly since: number;
  readonly until: number;
}

/** All scenarios, by name. */
export const scenarios: readonly Scenario[] = readdirSync(root)
  .filter((name) => existsSync(join(root, name, "before.sql")))
  .toSorted()
  .map((name) => {
    const { since = 14, until = 99 } = readOptions(name);
    return { name, since, until };
  });

function read(name: string, file: string): string | null {
  const path = join(root, name, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function readOptions(name: string): Options {
  return JSON.parse(read(name, "options.json") ?? "{}") as Options;
}

function requestOf(name: string, version: string, design: Design | null): Omit<PlanRequest, "from" | "to"> {
  const { since: _since, until: _until, ...options } = readOptions(name);
  const base = { variant: null, strategy: "online", renames: {}, rules: [], allow: [], format: null, sizes: {}, origins: {} } as const;
  const designed = design === null ? {} : { renames: design.renames, rules: design.rules, origins: design.origins };
  return { ...base, version, label: "req_0001", ...designed, ...options };
}

async function schemaOf(server: TestServer, ...texts: readonly string[]): Promise<Schema> {
  await server.reset();
  for (const text of texts) await server.exec(text);
  return introspectOn(server);
}

async function design(name: string, schema: Schema, version: string): Promise<Design | null> {
  const text = read(name, "intents.yaml");
  if (text === null) return null;
  const body = requirementBody.parse(parse(text));
  return designPostgresql({
    schema,
    version,
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
  return findings
    .filter((finding) => finding.rule === "require-lock-timeout")
    .map((finding) => `no lock timeout: ${finding.file}: ${finding.object}`);
}

const phases = ["expand", "migrate", "contract"];

export interface Outcome {
  /** What is wrong, in words; empty: the plan is proven. */
  readonly problems: readonly string[];
  /** The plan as its golden file shows it. */
  readonly text: string;
}

/** Plans the scenario and proves the plan on `server`: there, and back, with rows. */
export async function runScenario(server: TestServer, { name }: Scenario): Promise<Outcome> {
  const [before, seed, version] = [read(name, "before.sql") ?? "", read(name, "seed.sql") ?? "", String(server.major)];
  const from = await schemaOf(server, before);
  const designed = await design(name, from, version);
  const to =
    designed === null ? await schemaOf(server, read(name, "after.sql") ?? "") : await schemaOf(server, before, designed.statements);
  const picture = await readPicture(server);
  const request = requestOf(name, version, designed);
  const plan = await planPostgresql({ ...request, from, to });
  const build = async (): Promise<void> => {
    await server.exec(before);
    await server.exec(seed);
  };
  const order = plan.steps.map((step) => phases.indexOf(step.phase));
  const problems = [
    ...(plan.steps.length === 0 ? ["the plan is empty"] : []),
    ...(order.some((phase, index) => phase < (order[index - 1] ?? 0)) ? ["phases are mixed"] : []),
    ...(await provePlan(server, { from, to, picture, plan, request, build })),
    ...(await findTimeless(plan, from)),
  ];
  const remarks = designed?.remarks.map((remark) => `-- remark: ${remark}\n`).join("") ?? "";
  return { problems, text: `${remarks}${printPlan(plan)}` };
}

/** The golden plan; written first where UPDATE_GOLDEN asks for it. */
export function goldenOf({ name }: Scenario, text: string): string | null {
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(join(root, name, "plan.golden.sql"), text);
  return read(name, "plan.golden.sql");
}
