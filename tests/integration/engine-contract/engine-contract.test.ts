import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../../src/engines/engine.ts";
import { reviewDeliverable } from "../../../src/lead/review.ts";
import { LeadError } from "../../../src/model/error.ts";
import { type Intent, intentKinds } from "../../../src/model/intent.ts";
import type { Script } from "../../../src/model/migration.ts";
import { fingerprintSchema, locateField, locateObject } from "../../../src/model/schema.ts";
import { intent, toStages } from "../../support/change.ts";
import { type Tenant, tenants } from "./tenants.ts";

const script = (text: string, file = "base"): Script => ({ file, line: 1, text, transaction: "shared" });

describe.each(tenants)("the contract of engines: $id", (tenant: Tenant) => {
  let engine: Engine;
  let cacheFolder: string;
  const shadowRequest = () => ({
    base: [script(tenant.base)],
    seed: [script(tenant.seed, "seed")],
    version: tenant.version,
    settings: tenant.settings,
    cacheFolder,
  });

  beforeAll(async () => {
    engine = await tenant.load();
    cacheFolder = await mkdtemp(join(tmpdir(), "contract-"));
  });
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  test("says of every intent whether it plans it", () => {
    const planned = new Set<string>(engine.capabilities.intents);
    expect(intentKinds.filter((kind) => !planned.has(kind)).toSorted()).toEqual([...tenant.notSupported].toSorted());
  });

  test("reads back what it built: outlines, references, stable fingerprint", async () => {
    await using shadow = await engine.shadow.open(shadowRequest());
    const schema = await shadow.connection.introspect();
    const [people] = locateObject(schema, "people");
    expect(people?.outline.label).toBe(tenant.people);
    expect(people?.outline.fields.map((field) => field.name)).toEqual(tenant.fields);
    expect(locateObject(schema, "notes")[0]?.outline.references[0]?.object).toBe(tenant.people);
    expect(locateField(schema, "people.mail")).toHaveLength(1);
    expect(schema.unmodelled).toEqual([]);
    expect(fingerprintSchema(await shadow.connection.introspect())).toBe(fingerprintSchema(schema));
    expect(await engine.compare(schema, schema, {})).toEqual([]);
  });

  test("a fork has its rows and is independent", async () => {
    await using shadow = await engine.shadow.open(shadowRequest());
    await using fork = await shadow.fork();
    const gone = await fork.connection.execute(script(tenant.texts.deleteNotes));
    expect(gone.error).toBeNull();
    expect(gone.statements[0]?.rowsWritten).toBe(120);
    const left = await shadow.connection.query(tenant.texts.countNotes);
    expect(Number(left[0]?.["n"])).toBe(120);
  });

  test("an error is a value with its place, and its transaction leaves nothing", async () => {
    await using shadow = await engine.shadow.open(shadowRequest());
    const before = fingerprintSchema(await shadow.connection.introspect());
    const outcome = await shadow.connection.execute(script(`${tenant.texts.makeExtra}\n${tenant.broken}\n`, "broken"));
    expect(outcome.error).toMatchObject({ file: "broken", line: 2 });
    // Where schema changes know no transaction, what came before the error stays.
    const isAsBefore = fingerprintSchema(await shadow.connection.introspect()) === before;
    expect(isAsBefore).toBe(engine.capabilities.schemaChangesInTransaction !== "no");
  });

  test("what reaches outside the shadow is refused, and later queries still answer truly", async () => {
    await using shadow = await engine.shadow.open(shadowRequest());
    const attempt = await shadow.connection.execute(script(tenant.hostile)).then(
      ({ error }) => error?.code,
      (error: unknown) => (error instanceof LeadError ? error.code : String(error)),
    );
    expect(attempt).toBe(tenant.refusal);
    expect(Number((await shadow.connection.query(tenant.texts.countPeople))[0]?.["n"])).toBe(60);
  });

  test("broken text names file and position", async () => {
    await expect(engine.parse(script(`\n${tenant.syntaxError}`, "typo"))).rejects.toMatchObject({
      code: "schema-unreadable",
      message: expect.stringContaining("typo:2"),
    });
  });

  test("tells a query that runs from one that does not", async () => {
    await using shadow = await engine.shadow.open(shadowRequest());
    expect((await shadow.connection.tryQuery(tenant.texts.goodQuery)).kind).toBe("runs");
    expect((await shadow.connection.tryQuery(tenant.texts.badQuery)).kind).toBe("fails");
  });

  const wishes: readonly { readonly name: string; readonly intents: (tenant: Tenant) => readonly Intent[] }[] = [
    {
      name: "a field with values becomes part of people",
      intents: (t) => [
        intent("add-field", { target: "t", field: `${t.people}.tier`, type: "text", required: true, values: ["a", "b"], default: "a" }),
      ],
    },
    { name: "a field is renamed", intents: (t) => [intent("rename-field", { target: "t", field: `${t.people}.mail`, to: "email" })] },
    {
      name: "a field is split",
      intents: (t) => [
        intent("split-field", {
          target: "t",
          field: `${t.notes}.body`,
          into: ["head", "tail"],
          forward: { head: t.texts.head, tail: t.texts.tail },
          backward: t.texts.body,
        }),
      ],
    },
    { name: "a type is widened", intents: (t) => [intent("change-field", { target: "t", field: `${t.people}.age`, type: "bigint" })] },
    { name: "a field is dropped", intents: (t) => [intent("drop-field", { target: "t", field: `${t.people}.fax` })] },
    { name: "an index is added", intents: (t) => [intent("add-index", { target: "t", object: t.people, fields: ["age"] })] },
    {
      name: "an object with a reference is added",
      intents: (t) => [
        intent("add-object", {
          target: "t",
          object: t.people.replace("people", "visits"),
          fields: {
            id: { type: "bigint", key: true, generated: true },
            person_id: { type: "bigint", required: true, references: `${t.people}.id` },
            at: { type: "timestamp" },
          },
        }),
      ],
    },
  ];

  test.each(wishes.flatMap((wish) => (["online", "direct"] as const).map((strategy) => ({ ...wish, strategy }))))(
    "$name ($strategy)",
    async ({ intents, strategy }) => {
      await using shadow = await engine.shadow.open(shadowRequest());
      const from = await shadow.connection.introspect();
      const design = await engine.design({
        schema: from,
        version: tenant.version,
        intents: intents(tenant),
        answers: [],
        accessPatterns: [],
        sizes: {},
        files: {},
      });
      await using fork = await shadow.fork();
      expect((await fork.connection.execute({ ...script(design.statements, "design"), transaction: "none" })).error).toBeNull();
      const to = await fork.connection.introspect();
      const plan = await engine.plan({
        from,
        to,
        version: tenant.version,
        variant: null,
        strategy,
        renames: design.renames,
        rules: design.rules,
        allow: [],
        format: null,
        sizes: {},
        origins: design.origins,
        label: "contract",
      });
      const review = await reviewDeliverable({
        engine,
        version: tenant.version,
        base: [script(tenant.base)],
        seed: [script(tenant.seed, "seed")],
        baseSchema: from,
        desired: to,
        plan,
        stages: toStages(engine, plan),
        queries: [{ file: "app.ts", line: 3, query: tenant.texts.byKey }],
        ignore: [],
        bookkeeping: () => null,
        shadow: { settings: tenant.settings, cacheFolder },
        levels: {},
        sizes: {},
        renames: design.renames,
        listener: () => undefined,
      });
      expect(review.findings.filter((finding) => finding.level === "error").map((finding) => `${finding.rule}: ${finding.what}`)).toEqual(
        [],
      );
      expect(review.verdict.outcome).toBe("accept");
      expect(review.evidence.level).toBe("executed");
      expect(["exact", "column-order"]).toContain(review.down.kind);
      const again = await engine.plan({
        from: to,
        to,
        version: tenant.version,
        variant: null,
        strategy,
        renames: {},
        rules: [],
        allow: [],
        format: null,
        sizes: {},
        origins: {},
        label: "again",
      });
      expect(again.steps).toEqual([]);
    },
  );
});
