// One scenario of tests/scenarios/postgresql: a folder with before.sql, after.sql or intents.yaml, seed.sql, options.json and the golden plan.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { DataRule, Design, PlanRequest } from "../../src/engines/engine.ts";
import { designPostgresql } from "../../src/engines/postgresql/design.ts";
import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { lintPostgresql } from "../../src/engines/postgresql/rules.ts";
import { renderScript } from "../../src/engines/postgresql/script.ts";
import type { Plan } from "../../src/model/plan.ts";
import { hazardKinds } from "../../src/model/hazard.ts";
import { requirementBody } from "../../src/model/requirement.ts";
import type { Schema } from "../../src/model/schema.ts";
import { printPlan } from "./postgresql-golden.ts";
import { differences, failedPrechecks, introspectOn, type Picture, provePlan, readPicture, runSteps } from "./postgresql-proof.ts";
import type { TestServer } from "./postgresql-server.ts";

const root = fileURLToPath(new URL("../scenarios/postgresql/", import.meta.url));

/** options.json: any part of the request, and what the runner itself wants to know. */
interface Options extends Partial<PlanRequest> {
  /** First and last major version of the server that knows what the scenario uses. */
  readonly since?: number;
  readonly until?: number;
  /** Prechecks of the opposite change that the rows do not pass: it is proven without rows. */
  readonly oppositeRefusedBy?: readonly string[];
}
type Terms = Omit<PlanRequest, "from" | "to">;
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

function requestOf(name: string, version: string, design: Design | null): Terms {
  const { since: _since, until: _until, oppositeRefusedBy: _refused, ...options } = readOptions(name);
  const base = { variant: null, strategy: "online", renames: {}, rules: [], allow: [], format: null, sizes: {}, origins: {} } as const;
  const designed = design === null ? {} : { renames: design.renames, rules: design.rules, origins: design.origins };
  return { ...base, version, label: "req_0001", ...designed, ...options };
}

async function build(server: TestServer, ...texts: readonly string[]): Promise<void> {
  await server.reset();
  for (const text of texts) await server.exec(text);
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

/** One end of a scenario, as the planner and as others see it. */
interface End {
  readonly schema: Schema;
  readonly picture: Picture;
}

async function readEnd(server: TestServer): Promise<End> {
  return { schema: await introspectOn(server), picture: await readPicture(server) };
}

/** The database of the scenario, made and read; what stands there afterwards is the base with its rows. */
async function readEnds(
  server: TestServer,
  name: string,
): Promise<{ readonly before: End; readonly after: End; readonly designed: Design | null }> {
  const [before, seed, after] = [read(name, "before.sql") ?? "", read(name, "seed.sql") ?? "", read(name, "after.sql")];
  if (after === null) await build(server, before);
  const designed = after === null ? await design(name, await introspectOn(server), String(server.major)) : null;
  await (designed === null ? build(server, after ?? "") : server.exec(designed.statements));
  const there = await readEnd(server);
  await build(server, before, seed);
  return { before: await readEnd(server), after: there, designed };
}

function findDisorder(plan: Plan): readonly string[] {
  const order = plan.steps.map((step) => phases.indexOf(step.phase));
  return [
    ...(plan.steps.length === 0 ? ["the plan is empty"] : []),
    ...(order.some((phase, index) => phase < (order[index - 1] ?? 0)) ? ["phases are mixed"] : []),
  ];
}

interface Opposite {
  readonly reached: Schema;
  readonly before: End;
  readonly terms: Terms;
  readonly refusedBy: readonly string[];
}

const emptyAll = `DO $empty$
DECLARE one regclass;
BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND oid >= 16384 AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)' LOOP
    EXECUTE format('TRUNCATE %s CASCADE', one);
  END LOOP;
END
$empty$`;

/** The same rule for who goes the other way; none where values come from nowhere. */
function turnRule(rule: DataRule): readonly DataRule[] {
  const kinds: Partial<Record<DataRule["kind"], DataRule["kind"]>> = { convert: "convert", split: "merge", merge: "split" };
  const kind = kinds[rule.kind];
  if (kind === undefined || Object.keys(rule.backward).length === 0) return [];
  return [{ ...rule, kind, from: rule.to, to: rule.from, forward: rule.backward, backward: rule.forward }];
}

/** The opposite change as a plan of its own, on the schema after with its rows: there, and back. */
async function proveOpposite(server: TestServer, { reached, before, terms, refusedBy }: Opposite): Promise<readonly string[]> {
  const renames = Object.fromEntries(Object.entries(terms.renames).map(([from, to]) => [to, from]));
  const request: Terms = { ...terms, renames, rules: terms.rules.flatMap(turnRule), origins: {}, allow: hazardKinds };
  const plan = await planPostgresql({ ...request, from: reached, to: before.schema });
  const refused = await failedPrechecks(server, plan);
  if (refused.join() !== refusedBy.join()) return [`the opposite change is refused by ${refused.join(", ") || "nothing"}`];
  if (refused.length > 0) await server.exec(emptyAll);
  const found = [
    ...findDisorder(plan),
    ...(await provePlan(server, { from: reached, to: before.schema, picture: before.picture, plan, request, build: null })),
    ...(await findTimeless(plan, reached)),
  ];
  return found.map((problem) => `the opposite change: ${problem}`);
}

/** The new version writes, then the plan is taken back: the schema is the old one again, and what `kept.sql` asks for is there. */
async function proveAfterWrites(server: TestServer, name: string, plan: Plan, before: End): Promise<readonly string[]> {
  await server.exec(read(name, "writes.sql") ?? "");
  const down = await runSteps(server, plan.steps, "down");
  if (down !== null) return [`after new writes: ${down}`];
  const left = differences(before.schema, await introspectOn(server), "after new writes and the way back");
  const { rows } = await server.query(read(name, "kept.sql") ?? "select null");
  const lost = rows.flatMap((row) => Object.entries(row)).filter(([, answer]) => answer !== true);
  return [...left, ...lost.map(([column]) => `after new writes and the way back: ${column} does not hold`)];
}

/** A copy of a database carries no subscriptions. */
function canCopy(server: TestServer, schema: Schema): boolean {
  return server.onCopy !== null && !schema.objects.some((object) => object.kind === "subscription");
}

/** Plans the scenario and the opposite one, and proves each plan on `server`: there, and back, with rows. */
export async function runScenario(server: TestServer, { name }: Scenario): Promise<Outcome> {
  const { before, after, designed } = await readEnds(server, name);
  const [from, to] = [before.schema, after.schema];
  const request = requestOf(name, String(server.major), designed);
  const plan = await planPostgresql({ ...request, from, to });
  const { oppositeRefusedBy: refusedBy = [] } = readOptions(name);
  const further = [
    (reached: Schema) => proveOpposite(server, { reached, before, terms: request, refusedBy }),
    ...(read(name, "writes.sql") === null ? [] : [() => proveAfterWrites(server, name, plan, before)]),
  ];
  const copy = canCopy(server, to) ? server.onCopy : null;
  const whenDone = async (reached: Schema): Promise<readonly string[]> => {
    const found: string[] = [];
    if (copy !== null) for (const prove of further) found.push(...(await copy(() => prove(reached))));
    return found;
  };
  const problems = [
    ...findDisorder(plan),
    ...(await provePlan(server, { from, to, picture: after.picture, plan, request, build: null, whenDone })),
    ...(await findTimeless(plan, from)),
  ];
  for (const prove of copy === null ? further : []) {
    await build(server, read(name, "before.sql") ?? "", read(name, "seed.sql") ?? "");
    problems.push(...[await runSteps(server, plan.steps, "up")].filter((problem) => problem !== null), ...(await prove(to)));
  }
  const remarks = designed?.remarks.map((remark) => `-- remark: ${remark}\n`).join("") ?? "";
  return { problems, text: `${remarks}${printPlan(plan)}` };
}

/** The golden plan; written first where UPDATE_GOLDEN asks for it. */
export function goldenOf({ name }: Scenario, text: string): string | null {
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(join(root, name, "plan.golden.sql"), text);
  return read(name, "plan.golden.sql");
}
