// Executes a plan on a PostgreSQL and says what is not as it should be. Nothing is believed: schemas and rows are read from the server.
import { compareSchemas } from "../../src/engines/diff.ts";
import type { PlanRequest } from "../../src/engines/engine.ts";
import { introspectPostgresql } from "../../src/engines/postgresql/introspect.ts";
import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { quoteName } from "../../src/engines/postgresql/quote.ts";
import { idOfChange } from "../../src/model/change.ts";
import { parseName } from "../../src/model/name.ts";
import type { Action, Check, Plan, Step } from "../../src/model/plan.ts";
import { fingerprintSchema, type Schema, type SchemaObject } from "../../src/model/schema.ts";
import { compareDumps, dumpCatalogue } from "./postgresql-dump.ts";
import { dumpWithProgram } from "./postgresql-pg-dump.ts";
import type { TestServer } from "./postgresql-server.ts";

type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

export interface ProofRequest {
  readonly from: Schema;
  readonly to: Schema;
  /** Makes the base with its rows, on an empty database; null: it stands there. */
  readonly build: (() => Promise<void>) | null;
  /** What `to` looks like to others, where it was built and not planned; absent: nobody else is asked. */
  readonly picture?: Picture;
  readonly plan: Plan;
  readonly request: Omit<PlanRequest, "from" | "to">;
  /** Asked when the plan is done and not yet undone; leaves the database as it was. What it answers is wrong too. */
  readonly whenDone?: (reached: Schema) => Promise<readonly string[]>;
}

/** A database as two readings see it that share nothing with the planner's; the second is there on some machines only. */
export interface Picture {
  readonly catalogue: ReadonlyMap<string, string>;
  readonly dump: ReadonlyMap<string, string> | null;
}

export async function readPicture(server: TestServer): Promise<Picture> {
  return { catalogue: await dumpCatalogue((text) => server.query(text)), dump: dumpWithProgram(server) };
}

function comparePictures(wanted: Picture, found: Picture): readonly string[] {
  return [
    ...compareDumps(comparable(wanted.catalogue), comparable(found.catalogue)),
    ...(wanted.dump === null || found.dump === null ? [] : compareDumps(comparable(wanted.dump), comparable(found.dump))),
  ];
}

/** Without the side tables of what was dropped and kept, and without passwords, which no plan carries. */
function comparable(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const kept = [...texts].filter(([id, text]) => !/\bdblead_kept\b/.test(id) && !text.startsWith("CREATE SCHEMA dblead_kept"));
  return new Map(kept.map(([id, text]) => [id, text.replace(/,?\s*"?password(?:=| ')[^'"]*['"]/g, "")]));
}

export function introspectOn(server: TestServer): Promise<Schema> {
  return introspectPostgresql(async (sql) => (await server.query<Record<string, unknown>>(sql)).rows);
}

/** What is wrong with the plan, in words; empty: it is proven. */
export async function provePlan(server: TestServer, proof: ProofRequest): Promise<readonly string[]> {
  if (proof.build !== null) {
    await server.reset();
    await proof.build();
  }
  const rowsBefore = await readRows(server, proof.from, proof.to);
  const expected = await readCarried(server, proof);
  const up = await runSteps(server, proof.plan.steps, "up");
  if (up !== null) return [up];
  const reached = await introspectOn(server);
  const problems = [...differences(proof.to, reached, "after the plan"), ...(await checkRowsAfter(server, proof, rowsBefore, expected))];
  if (problems.length > 0) return problems;
  const unlike = proof.picture === undefined ? [] : comparePictures(proof.picture, await readPicture(server));
  if (unlike.length > 0) return unlike;
  const again = await planPostgresql({ ...proof.request, from: reached, to: proof.to, renames: {}, rules: [] });
  if (again.steps.length > 0) return [`the second plan is not empty: ${again.steps.map((step) => step.summary).join("; ")}`];
  const further = (await proof.whenDone?.(reached)) ?? [];
  const down = await runSteps(server, proof.plan.steps, "down");
  if (down !== null) return [...further, down];
  const isLossy = proof.plan.steps.some((step) => step.reversibility.kind !== "exact");
  // Where rows are lost, a reference to them comes back unproven.
  const back = differences(proof.from, await introspectOn(server), "after the way back").filter(
    (text) => !(isLossy && text.includes('"validated":false')),
  );
  return [...further, ...back, ...compareBack(proof, rowsBefore, await readRows(server, proof.from, proof.to))];
}

/** What differs between two schemas, in words. */
export function differences(wanted: Schema, found: Schema, when: string): readonly string[] {
  if (fingerprintSchema(wanted) === fingerprintSchema(found)) return [];
  return compareSchemas(found, wanted).map((change) => {
    const detail =
      "object" in change
        ? JSON.stringify(change.object.definition)
        : `${JSON.stringify(change.from.definition)} should be ${JSON.stringify(change.to.definition)}`;
    return `${when}: to ${change.kind} ${idOfChange(change)}: ${detail}`;
  });
}

/** Executes steps in their order, or what takes them back in the opposite one; answers what failed. */
export async function runSteps(server: TestServer, steps: readonly Step[], way: "up" | "down"): Promise<string | null> {
  const ordered = way === "up" ? steps : steps.toReversed();
  let isOpen = false;
  const close = async (): Promise<void> => {
    if (isOpen) await server.exec("COMMIT");
    isOpen = false;
  };
  for (const step of ordered) {
    for (const action of way === "up" ? [step.action] : step.reverse) {
      const shared = action.kind === "statements" && action.transaction === "shared";
      try {
        if (!shared) await close();
        if (shared && !isOpen) {
          await server.exec("BEGIN");
          isOpen = true;
        }
        await runAction(server, action);
      } catch (error) {
        await server.exec("ROLLBACK").catch(() => undefined);
        return `${way} ${step.id} ${step.kind}: ${error instanceof Error ? error.message : String(error)}\n${textOf(action)}`;
      }
    }
  }
  try {
    await close();
  } catch (error) {
    return `${way} commit: ${error instanceof Error ? error.message : String(error)}`;
  }
  return null;
}

async function runAction(server: TestServer, action: Action): Promise<void> {
  switch (action.kind) {
    case "statements":
      if (action.transaction === "own") await server.exec("BEGIN");
      for (const statement of action.statements) await server.exec(statement);
      if (action.transaction === "own") await server.exec("COMMIT");
      return;
    case "batches": {
      await server.exec(action.script);
      const left = await server.query<{ readonly count: number }>(action.remaining);
      if (Number(left.rows[0]?.count) !== 0) throw new Error(`the job left ${left.rows[0]?.count} rows undone`);
      await server.exec(action.script);
      const batch = await server.query(action.statement);
      if (batch.affectedRows !== 0) throw new Error("a batch found rows to do after the job was done");
      return;
    }
    case "check":
      if (!(await isPassed(server, action.check))) throw new Error(`check ${action.check.id} failed`);
      return;
    case "deploy-gate":
    case "task":
      return;
  }
}

async function isPassed(server: TestServer, check: Check): Promise<boolean> {
  const found = await server.query<Record<string, unknown>>(check.query);
  return check.expects === "no-rows" ? found.rows.length === 0 : Object.values(found.rows[0] ?? {})[0] === true;
}

/**
 * Ids of the plan's prechecks that the rows which stand there do not pass: such a plan is not begun. What reads something that the plan makes cannot be
 * asked yet.
 */
export async function failedPrechecks(server: TestServer, plan: Plan): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const check of plan.prechecks) if (!(await isPassed(server, check).catch(() => true))) failed.push(check.id);
  return failed;
}

function textOf(action: Action): string {
  return action.kind === "statements" ? action.statements.join(";\n") : action.kind === "batches" ? action.script : action.kind;
}

function sqlOf(label: string): string {
  return parseName(label).map(quoteName).join(".");
}

/** Of a partitioned table, or a parent, only its own rows: what is in its parts is counted there, wherever they belong. */
function wholeOrOnly(object: SchemaObject, other: Schema): string {
  const keyOf = (one: SchemaObject | undefined): unknown =>
    (one?.definition as { readonly partitionBy?: unknown } | undefined)?.partitionBy ?? null;
  const counterpart = other.objects.find((one) => one.id === object.id);
  return counterpart === undefined || keyOf(object) === keyOf(counterpart) ? "ONLY " : "";
}

async function readRows(server: TestServer, schema: Schema, other: Schema): Promise<Rows> {
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
  for (const object of schema.objects) {
    if (object.kind !== "table" || object.outline === undefined) continue;
    const generated = new Set(
      schema.objects.flatMap((child) => {
        const { name, generated } = child.definition as { readonly name: string; readonly generated?: unknown };
        return child.kind === "column" && child.parent === object.id && generated !== null ? [name] : [];
      }),
    );
    const found = await server.query<{ readonly row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${wholeOrOnly(object, other)}${sqlOf(object.outline.label)} t`,
    );
    rows.set(
      object.outline.label,
      found.rows.map(({ row }) => Object.fromEntries(Object.entries(row).filter(([name]) => !generated.has(name)))),
    );
  }
  return rows;
}

interface Carried {
  readonly label: string;
  readonly field: string;
  readonly values: readonly string[];
}
/** What the plan says the new fields will hold, worked out on the old rows. */
async function readCarried(server: TestServer, { plan, from, to }: ProofRequest): Promise<readonly Carried[]> {
  const carried: Carried[] = [];
  for (const carry of plan.carries) {
    if (carry.forward === null || carry.fieldAfter === null) continue;
    const object = from.objects.find(({ outline }) => outline?.label === carry.objectBefore);
    const place = `${object === undefined ? "" : wholeOrOnly(object, to)}${sqlOf(carry.objectBefore)}`;
    const found = await server.query<{ readonly v: unknown }>(`SELECT to_jsonb(${carry.forward}) AS v FROM ${place}`);
    carried.push({ label: carry.objectAfter, field: carry.fieldAfter, values: sorted(found.rows.map(({ v }) => v)) });
  }
  return carried;
}

function sorted(values: readonly unknown[]): readonly string[] {
  return values.map((value) => JSON.stringify(value ?? null)).toSorted();
}

async function checkRowsAfter(
  server: TestServer,
  proof: ProofRequest,
  before: Rows,
  carried: readonly Carried[],
): Promise<readonly string[]> {
  const after = await readRows(server, proof.to, proof.from);
  const newLabel = new Map(proof.plan.carries.map((carry) => [carry.objectBefore, carry.objectAfter]));
  const byRule = new Set(
    proof.plan.carries.flatMap((carry) => [
      `${carry.objectAfter}.${carry.fieldAfter ?? ""}`,
      `${carry.objectAfter}.${carry.fieldBefore ?? ""}`,
    ]),
  );
  const problems: string[] = [];
  for (const [label, rows] of before) {
    const target = after.has(label) ? label : (newLabel.get(label) ?? label);
    const found = after.get(target);
    if (found === undefined) continue;
    const now = [...found, ...cutOut(proof, label).flatMap((part) => after.get(part) ?? [])];
    if (now.length !== rows.length) problems.push(`${target} had ${rows.length} rows and has ${now.length}`);
    for (const field of Object.keys(rows[0] ?? {})) {
      if (byRule.has(`${target}.${field}`) || !Object.hasOwn(now[0] ?? {}, field)) continue;
      if (sorted(rows.map((row) => row[field])).join() !== sorted(now.map((row) => row[field])).join())
        problems.push(`${target}.${field} changed its values`);
    }
  }
  for (const { label, field, values } of carried) {
    const now = sorted((after.get(label) ?? []).map((row) => row[field]));
    if (now.join() !== values.join())
      problems.push(`${label}.${field} is not what its rule says: ${now.slice(0, 3).join()} instead of ${values.slice(0, 3).join()}`);
  }
  return problems;
}

interface Parted {
  readonly partitionOf?: { readonly table: string; readonly bound: string } | null;
}
/** New parts of the table whose default part this is: what stood there may have moved. */
function cutOut({ from, to }: ProofRequest, label: string): readonly string[] {
  const partOf = (object: SchemaObject): Parted["partitionOf"] =>
    object.kind === "table" ? (object.definition as Parted).partitionOf : null;
  const rest = to.objects.find((object) => object.outline?.label === label && partOf(object)?.bound === "DEFAULT");
  if (rest === undefined) return [];
  return to.objects
    .filter((object) => partOf(object)?.table === partOf(rest)?.table && !from.objects.some(({ id }) => id === object.id))
    .flatMap((object) => object.outline?.label ?? []);
}

/** Where every step says that the way back is exact, every row must be what it was. */
function compareBack(proof: ProofRequest, before: Rows, after: Rows): readonly string[] {
  const lossy = proof.plan.steps.filter((step) => step.reversibility.kind !== "exact");
  if (lossy.length > 0) return [];
  const printed = (rows: readonly Readonly<Record<string, unknown>>[]): string =>
    rows
      .map((row) => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))))
      .toSorted()
      .join("\n");
  return [...before].flatMap(([label, rows]) =>
    printed(rows) === printed(after.get(label) ?? [])
      ? []
      : [
          `after the way back the rows of ${label} differ: ${printed(after.get(label) ?? []).slice(0, 300)} instead of ${printed(rows).slice(0, 300)}`,
        ],
  );
}
