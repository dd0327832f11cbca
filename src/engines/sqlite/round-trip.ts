import { DatabaseSync } from "node:sqlite";
import { printCanonical } from "../../model/json.ts";
import type { Script } from "../../model/migration.ts";
import type { Action, Plan } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import type { PlanRequest } from "../engine.ts";
import type { DigestRequest } from "../row-proof.ts";
import { readRawSchema } from "./introspect.ts";
import { schemaOf } from "./normalize.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";
import { sqliteRows } from "./rows.ts";

export interface RoundTrip {
  readonly plan: Plan;
  /** Empty when the plan did all it must: reached, kept rows, found nothing more to do, and came back. */
  readonly defects: readonly string[];
}

/** Runs a plan up, down and up again on a database that stands at `from`, and compares whole schemas and rows. */
export async function proveRoundTrip(connection: Connection, to: Schema, options: Partial<PlanRequest>): Promise<RoundTrip> {
  const from = await connection.introspect();
  const request: PlanRequest = {
    from,
    to,
    version: "3",
    variant: null,
    strategy: "direct",
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
  const requests = sqliteRows.digestRequests(from, to, plan.carries);
  const base = keptRows(from, plan);
  const [rowsBefore, everything] = [await sqliteRows.digest(connection, requests.before), await sqliteRows.digest(connection, base)];
  const ups = plan.steps.map((step) => ({ id: step.id, actions: [step.action] }));
  const downs = plan.steps.toReversed().map((step) => ({ id: step.id, actions: step.reverse }));
  for (const way of ["first", "second"] as const) {
    defects.push(...(await runAll(connection, `${way} up`, ups)));
    if (defects.length > 0) return { plan, defects };
    const reached = await connection.introspect();
    defects.push(...differences("after up", to, reached));
    defects.push(...compareDigests("rows after up", rowsBefore, await sqliteRows.digest(connection, requests.after)));
    const again = planChange({ ...request, from: reached, renames: {}, rules: [] });
    if (again.steps.length > 0)
      defects.push(`a second plan has ${again.steps.length} steps: ${again.steps.map((step) => step.summary).join("; ")}`);
    defects.push(...(await runAll(connection, `${way} down`, downs)));
    if (defects.length > 0) return { plan, defects };
    defects.push(...differences("after down", from, await connection.introspect()));
    defects.push(...compareDigests("rows after down", everything, await sqliteRows.digest(connection, base)));
    if (defects.length > 0) return { plan, defects };
  }
  return { plan, defects };
}

/** Checksums of what the way back must restore: not what the plan says is lost. */
function keptRows(from: Schema, plan: Plan): readonly DigestRequest[] {
  const lost = new Set(
    plan.carries
      .filter((carry) => carry.fieldBefore !== null && carry.backward === null)
      .map((carry) => `${carry.objectBefore}.${carry.fieldBefore ?? ""}`),
  );
  const gone = new Set(plan.steps.flatMap((step) => (step.kind === "drop-table" ? step.hazards.map((item) => item.object) : [])));
  return sqliteRows
    .digestRequests(from, from, [])
    .before.filter((request) => !gone.has(request.object))
    .map((request) => {
      const fields = request.fields.filter((field) => !lost.has(`${request.object}.${field.label}`));
      return fields.length === request.fields.length
        ? request
        : { ...request, fields, key: request.key.every((name) => fields.some((field) => field.label === name)) ? request.key : [] };
    });
}

async function runAll(
  connection: Connection,
  title: string,
  steps: readonly { readonly id: string; readonly actions: readonly Action[] }[],
): Promise<readonly string[]> {
  for (const { id, actions } of steps) {
    for (const action of actions) {
      if (action.kind !== "statements") continue;
      const script: Script = { file: id, line: 1, text: renderScript(action.statements), transaction: action.transaction };
      const { error } = await connection.execute(script);
      if (error !== null) return [`${title}, ${id}: ${error.message} in ${error.excerpt}\n${script.text}`];
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
  before: Awaited<ReturnType<typeof sqliteRows.digest>>,
  after: Awaited<ReturnType<typeof sqliteRows.digest>>,
): readonly string[] {
  return before.flatMap((digest, index) =>
    printCanonical([digest.rows, digest.checksums]) === printCanonical([after[index]?.rows ?? null, after[index]?.checksums ?? null])
      ? []
      : [`${title}: ${digest.object} ${JSON.stringify(digest)} became ${JSON.stringify(after[index])}`],
  );
}

/** The schema that a text makes, read in memory. */
export function schemaOfText(text: string): Schema {
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(text);
    return schemaOf(
      readRawSchema((query) => database.prepare(query).all()),
      "3",
    );
  } finally {
    database.close();
  }
}
