import { printCanonical } from "../../model/json.ts";
import type { Script } from "../../model/migration.ts";
import type { Action, Plan } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import type { PlanRequest } from "../engine.ts";
import type { DigestRequest } from "../row-proof.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";
import { mongodbRows } from "./rows.ts";

export interface RoundTrip {
  readonly plan: Plan;
  /** Empty when the plan did all it must: reached, kept documents, found nothing more to do, and came back. */
  readonly defects: readonly string[];
}

/** Runs a plan up, up again in parts that may be repeated, down and up again on a database that stands at `from`, and compares whole schemas and documents. */
export async function proveRoundTrip(connection: Connection, to: Schema, options: Partial<PlanRequest>): Promise<RoundTrip> {
  const from = await connection.introspect();
  const request: PlanRequest = {
    from,
    to,
    version: connection.server.version.split(".")[0] ?? "",
    variant: null,
    strategy: "online",
    renames: {},
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
    label: "req_0001",
    ...options,
  };
  const plan = planChange(request);
  const defects: string[] = [];
  // What the plan itself puts in is no document of before.
  const seeded = new Set(request.rules.filter((rule) => rule.kind === "rows").map((rule) => rule.object));
  const all = mongodbRows.digestRequests(from, to, plan.carries);
  const requests = {
    before: all.before.filter((one) => !seeded.has(one.object)),
    after: all.after.filter((one) => !seeded.has(one.object)),
  };
  const base = keptDocuments(from, plan);
  const [before, everything] = [await mongodbRows.digest(connection, requests.before), await mongodbRows.digest(connection, base)];
  for (const check of plan.prechecks) {
    const outcome = await connection.check(check);
    if (outcome.kind !== "passed") defects.push(`precheck ${check.id}: ${JSON.stringify(outcome)}`);
  }
  const ups = plan.steps.map((step) => ({ id: `${step.id} ${step.kind}`, actions: [step.action] }));
  const downs = plan.steps.toReversed().map((step) => ({ id: `${step.id} ${step.kind}`, actions: step.reverse }));
  for (const way of ["first", "second"] as const) {
    defects.push(...(await runAll(connection, `${way} up`, ups)));
    if (defects.length > 0) return { plan, defects };
    const reached = await connection.introspect();
    defects.push(
      ...differences("after up", to, reached),
      ...compareDigests("documents after up", before, await mongodbRows.digest(connection, requests.after)),
    );
    const again = planChange({ ...request, from: reached, renames: {}, rules: [] });
    if (again.steps.length > 0)
      defects.push(`a second plan has ${again.steps.length} steps: ${again.steps.map((step) => step.summary).join("; ")}`);
    defects.push(...(await runAll(connection, `${way} down`, downs)));
    if (defects.length > 0) return { plan, defects };
    defects.push(...differences("after down", from, await connection.introspect()));
    defects.push(...compareDigests("documents after down", everything, await mongodbRows.digest(connection, base)));
    if (defects.length > 0) return { plan, defects };
  }
  return { plan, defects };
}

/** Checksums of what the way back must restore: not what the plan says is lost. */
function keptDocuments(from: Schema, plan: Plan): readonly DigestRequest[] {
  const lost = new Set(
    plan.steps.flatMap((step) =>
      step.reversibility.kind === "exact"
        ? []
        : step.hazards.filter((hazard) => hazard.kind === "deletes-data" || hazard.kind === "changes-data").map((hazard) => hazard.object),
    ),
  );
  const isLost = (object: string, label: string): boolean =>
    lost.has(`${object}.${label}`) ||
    [...lost].some((name) => name.startsWith(`${object}.${label}.`) || name.startsWith(`${object}.${label}[]`));
  return mongodbRows
    .digestRequests(from, from, [])
    .before.filter((request) => !lost.has(request.object))
    .map((request) => ({ ...request, fields: request.fields.filter((field) => !isLost(request.object, field.label)) }));
}

async function runAll(
  connection: Connection,
  title: string,
  steps: readonly { readonly id: string; readonly actions: readonly Action[] }[],
): Promise<readonly string[]> {
  for (const { id, actions } of steps) {
    for (const action of actions) {
      const text = action.kind === "statements" ? renderScript(action.statements) : action.kind === "batches" ? action.script : "";
      // Batches may be run again at any time.
      for (const times of action.kind === "batches" ? ["once", "twice"] : ["once"]) {
        const script: Script = { file: id, line: 1, text, transaction: "none" };
        const { error, statements } = await connection.execute(script);
        if (error !== null) return [`${title}, ${id}: ${error.message} in ${text.slice(0, 2000)}`];
        const written = statements.reduce((sum, trace) => sum + trace.rowsWritten, 0);
        if (times === "twice" && written > 0) return [`${title}, ${id}: a second run changed ${written} documents`];
      }
    }
  }
  return [];
}

function differences(title: string, wanted: Schema, found: Schema): readonly string[] {
  const [a, b] = [wanted, found].map((schema) => new Map(schema.objects.map((object) => [object.id, printCanonical(object.definition)])));
  const ids = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
  return [...ids].flatMap((id) =>
    a?.get(id) === b?.get(id) ? [] : [`${title}: ${id}\n  wanted ${a?.get(id) ?? "nothing"}\n  found  ${b?.get(id) ?? "nothing"}`],
  );
}

function compareDigests(
  title: string,
  before: Awaited<ReturnType<typeof mongodbRows.digest>>,
  after: Awaited<ReturnType<typeof mongodbRows.digest>>,
): readonly string[] {
  return before.flatMap((digest, index) =>
    printCanonical([digest.rows, digest.checksums]) === printCanonical([after[index]?.rows ?? null, after[index]?.checksums ?? null])
      ? []
      : [`${title}: ${digest.object} ${JSON.stringify(digest)} became ${JSON.stringify(after[index])}`],
  );
}
