// Every structural wish on schemas that nobody wrote down, for what each format can carry and in both strategies: the plan is executed and undone, then the
// very files that would be written are. DBLEAD_WISHES sets how many, DBLEAD_SEED which ("random": others).
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { designPostgresql } from "../../src/engines/postgresql/design.ts";
import { parsePostgresql } from "../../src/engines/postgresql/parse.ts";
import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { renderScript } from "../../src/engines/postgresql/script.ts";
import { LeadError } from "../../src/model/error.ts";
import type { Intent, IntentKind } from "../../src/model/intent.ts";
import type { FormatCapabilities } from "../../src/model/migration.ts";
import { parseName, printName } from "../../src/model/name.ts";
import type { Field, Outline, Schema } from "../../src/model/schema.ts";
import type { DraftStage } from "../../src/model/task.ts";
import { capabilitiesOn, formats } from "../../src/project/formats.ts";
import { splitStages } from "../../src/workers/migration-units.ts";
import { differences, introspectOn, provePlan } from "../support/postgresql-proof.ts";
import { openTestServer, type TestServer, testPrograms } from "../support/postgresql-server.ts";
import { sqlOfWorld, world, type World } from "../support/postgresql-worlds.ts";

const wishes = Number(process.env["DBLEAD_WISHES"] ?? (testPrograms === null ? "8" : "60"));
const asked = process.env["DBLEAD_SEED"] ?? "20261124";
const seed = asked === "random" ? Date.now() % 2 ** 31 : Number(asked);

const kinds = [
  ...(["add-field", "rename-field", "change-field", "drop-field", "split-field", "merge-fields"] as const),
  ...(["add-object", "drop-object", "rename-object", "add-reference", "add-index", "add-rule", "secure"] as const),
] satisfies readonly IntentKind[];
/** Formats that can carry the same things are one. */
const carriers = [
  ...new Map(
    formats.map((format) => {
      const { transaction, canLeaveTransaction, oneStatementOutsideTransaction, down } = capabilitiesOn(format, "postgresql");
      const capabilities: FormatCapabilities = { transaction, canLeaveTransaction, oneStatementOutsideTransaction, down };
      return [JSON.stringify(capabilities), { id: format.id, capabilities }] as const;
    }),
  ).values(),
];

const wish = fc.record({
  world,
  kind: fc.constantFrom(...kinds),
  table: fc.nat(20),
  field: fc.nat(20),
  other: fc.nat(20),
  carrier: fc.constantFrom(...carriers),
  strategy: fc.constantFrom("online" as const, "direct" as const),
});
type Wish = typeof wish extends fc.Arbitrary<infer One> ? One : never;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test(
  `${wishes} wishes, DBLEAD_SEED=${seed}`,
  async () => {
    const proven = new Map<string, number>();
    const property = fc.asyncProperty(wish, async (one) => {
      const outcome = await proveWish(one);
      if (outcome.kind === "refused") return;
      proven.set(one.kind, (proven.get(one.kind) ?? 0) + 1);
      expect(
        outcome.problems,
        `${one.carrier.id} ${one.strategy}\n${JSON.stringify(outcome.intent)}\n${sqlOfWorld(one.world).base}`,
      ).toEqual([]);
    });
    await fc.assert(property, { numRuns: wishes, seed, endOnFailure: true });
    // Refusals are few: most wishes of most kinds were carried out.
    expect([...proven.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(wishes / 3);
  },
  600_000 + wishes * 10_000,
);

type Outcome = { readonly kind: "refused" } | { readonly kind: "proven"; readonly intent: Intent; readonly problems: readonly string[] };

/** `refused`: no such thing in this world, or the engine or the format says by name why not. */
async function proveWish(one: Wish): Promise<Outcome> {
  const build = buildOf(one.world);
  await server.reset();
  await build();
  const from = await introspectOn(server);
  const intent = intentOf(one, from);
  if (intent === null) return { kind: "refused" };
  try {
    const design = await designPostgresql({
      schema: from,
      version: String(server.major),
      intents: [intent],
      answers: [],
      accessPatterns: [],
      sizes: {},
      files: {},
    });
    await server.exec(design.statements);
    const to = await introspectOn(server);
    const request = {
      version: String(server.major),
      variant: null,
      strategy: one.strategy,
      renames: design.renames,
      rules: design.rules,
      allow: [],
      format: one.carrier.capabilities,
      sizes: {},
      origins: design.origins,
      label: "req_0001",
    };
    const plan = await planPostgresql({ ...request, from, to });
    const stages = splitStages({ steps: plan.steps, format: one.carrier.capabilities, name: "wish", render: renderScript });
    const problems = await provePlan(server, { from, to, plan, request, build });
    if (problems.length > 0) return { kind: "proven", intent, problems };
    return {
      kind: "proven",
      intent,
      problems: [...(await misfits(stages, one.carrier.capabilities)), ...(await runFiles(stages, build, to))],
    };
  } catch (cause) {
    if (cause instanceof LeadError && (cause.code === "intent-unsupported" || cause.code === "requirement-invalid"))
      return { kind: "refused" };
    // A column of a parent, or of a partition key, cannot be changed so: the server says it, and the lead hands that on.
    if (cause instanceof Error && /inherited column|partition key/.test(cause.message)) return { kind: "refused" };
    throw cause;
  }
}

function buildOf(one: World): () => Promise<void> {
  const { base, rows } = sqlOfWorld(one);
  return async () => {
    // Roles belong to the server: whoever asks for a privilege has them.
    await server.exec("create role dblead_wish_reader nologin");
    await server.exec(base);
    await server.exec(rows);
  };
}

/** What a file holds that its format cannot carry. */
async function misfits(stages: readonly DraftStage[], format: FormatCapabilities): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { migrations } of stages)
    for (const { name, up, transaction } of migrations) {
      const count = (await parsePostgresql({ file: name, line: 1, text: up, transaction })).length;
      if (transaction === "none" && format.transaction === "all-pending") found.push(`${name} leaves a transaction that cannot be left`);
      if (transaction === "none" && format.oneStatementOutsideTransaction && count > 1) found.push(`${name} holds ${count} statements`);
    }
  return found;
}

/** The files themselves, as a runner of the format sends them, lead to the same schema. */
async function runFiles(stages: readonly DraftStage[], build: () => Promise<void>, to: Schema): Promise<readonly string[]> {
  await server.reset();
  await build();
  for (const { migrations, jobs } of stages) {
    for (const { name, up, transaction } of migrations) {
      const failure = await server.exec(transaction === "none" ? up : `begin;\n${up}\ncommit;`).then(
        () => null,
        (error: unknown) => `${name}: ${error instanceof Error ? error.message : String(error)}\n${up}`,
      );
      if (failure !== null) return [failure];
    }
    for (const job of jobs) await server.exec(job.script.text);
  }
  return differences(to, await introspectOn(server), "after the files");
}

function intentOf(one: Wish, schema: Schema): Intent | null {
  const outlines = schema.objects.flatMap((object) => (object.kind === "table" && object.outline !== undefined ? [object.outline] : []));
  const table = outlines[one.table % Math.max(1, outlines.length)];
  const other = outlines[one.other % Math.max(1, outlines.length)];
  if (table === undefined || other === undefined) return null;
  const free = table.fields.filter((field) => !isBound(table, field));
  const field = free[one.field % Math.max(1, free.length)];
  const name = (last: string): string => printName([...parseName(table.label), last]);
  const base = { target: "shop" };
  const texts = free.filter((candidate) => candidate.type === "text");
  switch (one.kind) {
    case "add-field": {
      const values = one.field % 2 === 0 ? { values: ["a", "b"] } : {};
      return {
        id: "I1",
        kind: "add-field",
        body: { ...base, field: name("wished"), type: "text", required: one.other % 2 === 0, default: "a", ...values },
      };
    }
    case "add-object":
      return {
        id: "I1",
        kind: "add-object",
        body: {
          ...base,
          object: "public.wished",
          fields: { id: { type: "bigint", key: true, generated: true }, note: { type: "text", required: true } },
        },
      };
    case "drop-object":
      return { id: "I1", kind: "drop-object", body: { ...base, object: table.label } };
    case "rename-object":
      return { id: "I1", kind: "rename-object", body: { ...base, object: table.label, to: "wished" } };
    case "secure":
      return {
        id: "I1",
        kind: "secure",
        body: { ...base, object: table.label, text: "readers", role: "dblead_wish_reader", privileges: ["select"] },
      };
    case "add-reference": {
      const key = other.keys.find((candidate) => candidate.kind === "primary" && candidate.fields.length === 1)?.fields[0];
      const type = other.fields.find((candidate) => candidate.name === key)?.type;
      // A field of its own: what is there refers to nothing.
      return key === undefined || type === undefined
        ? null
        : {
            id: "I1",
            kind: "add-field",
            body: { ...base, field: name("wished_id"), type, references: printName([...parseName(other.label), key]) },
          };
    }
    case "split-field": {
      const text = texts[one.field % Math.max(1, texts.length)];
      if (text === undefined) return null;
      const column = inSql(text.name);
      return {
        id: "I1",
        kind: "split-field",
        body: {
          ...base,
          field: name(text.name),
          into: ["wished_head", "wished_tail"],
          forward: { wished_head: `left(${column}, 1)`, wished_tail: `substr(${column}, 2)` },
          backward: "wished_head || wished_tail",
        },
      };
    }
    case "merge-fields": {
      const [a, b] = texts;
      if (a === undefined || b === undefined) return null;
      const [first, second] = [printName([a.name]), printName([b.name])];
      return {
        id: "I1",
        kind: "merge-fields",
        body: {
          ...base,
          object: table.label,
          fields: [first, second],
          into: "wished",
          forward: `jsonb_build_array(${inSql(a.name)}, ${inSql(b.name)})::text`,
          backward: { [first]: "wished::jsonb ->> 0", [second]: "wished::jsonb ->> 1" },
        },
      };
    }
    case "rename-field":
      return field === undefined ? null : { id: "I1", kind: "rename-field", body: { ...base, field: name(field.name), to: "wished" } };
    case "drop-field":
      return field === undefined ? null : { id: "I1", kind: "drop-field", body: { ...base, field: name(field.name) } };
    case "change-field":
      return field === undefined ? null : changeOf(field, name(field.name), one.other);
    case "add-index":
      return field === undefined || /json|uuid\[\]/.test(field.type)
        ? null
        : { id: "I1", kind: "add-index", body: { ...base, object: table.label, fields: [printName([field.name])] } };
    case "add-rule":
      return field === undefined
        ? null
        : {
            id: "I1",
            kind: "add-rule",
            body: { ...base, object: table.label, rule: `coalesce(length(${inSql(field.name)}::text), 0) >= 0` },
          };
  }
}

/** Expressions of a requirement are the server's own text. */
function inSql(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function isBound(outline: Outline, field: Field): boolean {
  return (
    field.generated !== undefined ||
    outline.keys.some((key) => key.fields.includes(field.name)) ||
    outline.references.some((reference) => reference.fields.includes(field.name))
  );
}

function changeOf(field: Field, name: string, choice: number): Intent {
  const wider: Readonly<Record<string, string>> = {
    integer: "bigint",
    "character varying(40)": "text",
    date: "timestamp",
    boolean: "text",
  };
  const type = wider[field.type];
  const body = type === undefined || choice % 3 === 0 ? { comment: "wished" } : { type };
  return { id: "I1", kind: "change-field", body: { target: "shop", field: name, ...body } };
}
