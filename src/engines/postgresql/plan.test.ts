// What golden plans cannot show: two releases at work between the phases, and plans that must refuse.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { introspectOn } from "../../../tests/support/postgresql-proof.ts";
import { openTestServer, type TestServer } from "../../../tests/support/postgresql-server.ts";
import type { Phase, Plan } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import type { DataRule, PlanRequest } from "../engine.ts";
import { planPostgresql } from "./plan.ts";

const common: Omit<PlanRequest, "from" | "to"> = {
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
};
const base = `CREATE TABLE public.people (id bigint PRIMARY KEY, mail text NOT NULL, full_name text);
INSERT INTO public.people VALUES (1, 'a@x', 'Ann Lee'), (2, 'b@x', 'Bob May'), (3, 'c@x', NULL);`;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  await server.reset();
  await server.exec(base);
});

async function changed(...statements: readonly string[]): Promise<Schema> {
  await server.exec("BEGIN");
  for (const statement of statements) await server.exec(statement);
  const schema = await introspectOn(server);
  await server.exec("ROLLBACK");
  return schema;
}

async function planFor(statements: readonly string[], options: Partial<PlanRequest> = {}): Promise<Plan> {
  const from = await introspectOn(server);
  return planPostgresql({ ...common, ...options, from, to: await changed(...statements) });
}

async function run(plan: Plan, phase: Phase): Promise<void> {
  for (const { action } of plan.steps.filter((step) => step.phase === phase)) {
    if (action.kind === "statements") for (const statement of action.statements) await server.exec(statement);
    if (action.kind === "batches") await server.exec(action.script);
  }
}

async function rows(query: string): Promise<readonly unknown[]> {
  return (await server.query(query)).rows;
}

const rename = { renames: { "column:public.people.mail": "column:public.people.email" } };
const split: DataRule = {
  kind: "split",
  intent: "I1",
  object: "public.people",
  from: ["full_name"],
  to: ["first", "last"],
  forward: { first: "split_part(full_name, ' ', 1)", last: "split_part(full_name, ' ', 2)" },
  backward: { full_name: "first || ' ' || last" },
};

describe("a rename while two releases run", () => {
  test("whichever name a release writes, both are filled", async () => {
    const plan = await planFor(["ALTER TABLE public.people RENAME COLUMN mail TO email"], rename);
    await run(plan, "expand");
    await server.exec("INSERT INTO public.people (id, mail) VALUES (10, 'old@x')");
    await server.exec("INSERT INTO public.people (id, email) VALUES (11, 'new@x')");
    await server.exec("UPDATE public.people SET mail = 'old2@x' WHERE id = 1");
    await server.exec("UPDATE public.people SET email = 'new2@x' WHERE id = 2");
    await server.exec("UPDATE public.people SET full_name = 'untouched' WHERE id = 3");
    expect(await rows("SELECT id, mail, email FROM public.people ORDER BY id")).toEqual([
      { id: 1, mail: "old2@x", email: "old2@x" },
      { id: 2, mail: "new2@x", email: "new2@x" },
      { id: 3, mail: "c@x", email: null },
      { id: 10, mail: "old@x", email: "old@x" },
      { id: 11, mail: "new@x", email: "new@x" },
    ]);
    await run(plan, "migrate");
    await run(plan, "contract");
    expect(await rows("SELECT id, email FROM public.people WHERE id IN (2, 3) ORDER BY id")).toEqual([
      { id: 2, email: "new2@x" },
      { id: 3, email: "c@x" },
    ]);
  });

  test("the contract phase refuses while the job has not run", async () => {
    const plan = await planFor(["ALTER TABLE public.people RENAME COLUMN mail TO email"], rename);
    await run(plan, "expand");
    await expect(run(plan, "contract")).rejects.toThrow(/not complete/);
    expect(
      await rows("SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'people' AND column_name = 'mail'"),
    ).toEqual([{ n: 1 }]);
  });
});

describe("a split while two releases run", () => {
  const statements = ["ALTER TABLE public.people ADD first text, ADD last text, DROP full_name"];
  test("the job never overwrites what the new release wrote", async () => {
    const plan = await planFor(statements, { rules: [split] });
    await run(plan, "expand");
    await server.exec("INSERT INTO public.people (id, mail, first, last) VALUES (20, 'd@x', 'Anna Maria', 'Stern')");
    await server.exec("UPDATE public.people SET full_name = 'Ann Moss' WHERE id = 1");
    await server.exec("UPDATE public.people SET first = 'Rob' WHERE id = 2");
    await run(plan, "migrate");
    await run(plan, "migrate");
    expect(await rows("SELECT id, full_name, first, last FROM public.people ORDER BY id")).toEqual([
      { id: 1, full_name: "Ann Moss", first: "Ann", last: "Moss" },
      { id: 2, full_name: "Rob May", first: "Rob", last: "May" },
      { id: 3, full_name: null, first: null, last: null },
      { id: 20, full_name: "Anna Maria Stern", first: "Anna Maria", last: "Stern" },
    ]);
    await run(plan, "contract");
    expect(await rows("SELECT first, last FROM public.people WHERE id = 20")).toEqual([{ first: "Anna Maria", last: "Stern" }]);
  });

  test("a row that does not come back as it was is found by the precheck", async () => {
    await server.exec("INSERT INTO public.people VALUES (4, 'd@x', 'Prince')");
    const plan = await planFor(statements, { rules: [split] });
    const [inverse] = plan.prechecks.filter((check) => check.id.startsWith("inverse/"));
    expect(await rows(inverse?.query ?? "")).toEqual([{ id: 4 }]);
  });
});

test("a moved field follows writers on both sides", async () => {
  await server.exec(
    "CREATE TABLE public.accounts (id bigint PRIMARY KEY, person_id bigint NOT NULL); INSERT INTO public.accounts VALUES (1, 1), (2, 2)",
  );
  const rule: DataRule = {
    kind: "move",
    intent: "I1",
    object: "public.people",
    from: ["public.people.mail"],
    to: ["public.accounts.mail"],
    forward: { join: "accounts.person_id = people.id" },
    backward: {},
  };
  const plan = await planFor(["ALTER TABLE public.accounts ADD mail text", "ALTER TABLE public.people DROP mail"], { rules: [rule] });
  await run(plan, "expand");
  await server.exec("UPDATE public.people SET mail = 'old@x' WHERE id = 1");
  await run(plan, "migrate");
  await server.exec("UPDATE public.accounts SET mail = 'new@x' WHERE id = 2");
  await server.exec("INSERT INTO public.accounts (id, person_id) VALUES (3, 3)");
  expect(
    await rows("SELECT a.id, a.mail, p.mail AS old FROM public.accounts a JOIN public.people p ON p.id = a.person_id ORDER BY 1"),
  ).toEqual([
    { id: 1, mail: "old@x", old: "old@x" },
    { id: 2, mail: "new@x", old: "new@x" },
    { id: 3, mail: "c@x", old: "c@x" },
  ]);
  await run(plan, "contract");
});

test("a renamed table can be written under both names until the contract phase", async () => {
  const plan = await planFor(["ALTER TABLE public.people RENAME TO persons"], {
    renames: { "table:public.people": "table:public.persons" },
  });
  await run(plan, "expand");
  await server.exec("INSERT INTO public.people (id, mail) VALUES (30, 'old@x'); UPDATE public.people SET mail = 'z@x' WHERE id = 1");
  expect(await rows("SELECT mail FROM public.persons WHERE id IN (1, 30) ORDER BY id")).toEqual([{ mail: "z@x" }, { mail: "old@x" }]);
  await run(plan, "contract");
  await expect(server.query("SELECT 1 FROM public.people")).rejects.toThrow(/does not exist/);
});

test("a runner with one transaction gets nothing that refuses one", async () => {
  const format = { transaction: "all-pending", canLeaveTransaction: false, oneStatementOutsideTransaction: false, down: "none" } as const;
  const plan = await planFor(
    [
      "CREATE UNIQUE INDEX people_mail ON public.people (mail)",
      "ALTER TABLE public.people ALTER mail TYPE varchar(80)",
      "ALTER TABLE public.people ADD CHECK (id > 0)",
    ],
    { format },
  );
  const scopes = plan.steps.flatMap((step) => (step.action.kind === "statements" ? [step.action.transaction] : []));
  expect(new Set(scopes)).toEqual(new Set(["shared"]));
  expect(plan.steps.flatMap((step) => step.hazards).some((hazard) => hazard.kind === "blocks-writes")).toBe(true);
});

test("contract steps stand behind one gate, after everything else", async () => {
  const plan = await planFor(["ALTER TABLE public.people DROP full_name", "ALTER TABLE public.people ADD phone text"]);
  expect(plan.steps.map((step) => `${step.phase} ${step.kind}`)).toEqual([
    "expand add-column",
    "contract deploy-gate",
    "contract drop-column",
  ]);
});

test("what looks like a rename is asked about, and only if nobody spoke of it", async () => {
  const statements = ["ALTER TABLE public.people RENAME COLUMN mail TO email"];
  expect((await planFor(statements)).questions.map((question) => question.id)).toEqual(["possible-rename/postgresql/public.people.mail"]);
  expect((await planFor(statements, rename)).questions).toEqual([]);
});

test("a rename that leads nowhere is refused", async () => {
  const from = await introspectOn(server);
  await expect(
    planPostgresql({ ...common, from, to: from, renames: { "column:public.people.mail": "column:public.people.nothing" } }),
  ).rejects.toThrow(/does not have/);
});

test("a body that still names what goes is named", async () => {
  await server.exec("CREATE FUNCTION public.mails() RETURNS bigint LANGUAGE sql AS $$ SELECT count(mail) FROM public.people $$");
  const plan = await planFor(["ALTER TABLE public.people DROP mail"]);
  expect(
    plan.steps
      .flatMap((step) => step.hazards)
      .filter((hazard) => hazard.kind === "breaks-dependents")
      .map((hazard) => hazard.object),
  ).toEqual(["public.mails()"]);
});
