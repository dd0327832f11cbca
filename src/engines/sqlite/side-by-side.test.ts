import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../connection.ts";
import type { DataRule, PlanRequest } from "../engine.ts";
import type { Script } from "../../model/migration.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";
import { schemaOfText } from "./round-trip.ts";
import { sqliteShadow } from "./shadow.ts";

const script = (text: string): Script => ({ file: "a.sql", line: 1, text, transaction: "none" });
let cacheFolder: string;
beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), "sqlite-side-"));
});
afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

/** Runs expand and migrate, lets both releases write, then contracts. */
async function between(
  before: string,
  after: string,
  options: Partial<PlanRequest>,
  work: (run: (text: string) => Promise<void>, connection: Connection) => Promise<void>,
): Promise<Connection["query"]> {
  const shadow = await sqliteShadow.open({ base: [script(before)], seed: [], version: "3", settings: {}, cacheFolder });
  const run = async (text: string, transaction: Script["transaction"] = "none"): Promise<void> => {
    const { error } = await shadow.connection.execute({ ...script(text), transaction });
    if (error !== null) throw new Error(`${error.message}: ${text}`);
  };
  const from = await shadow.connection.introspect();
  const request: PlanRequest = {
    from,
    to: schemaOfText(after),
    version: "3",
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
  const steps = (isContract: (phase: string) => unknown) => plan.steps.filter((step) => isContract(step.phase) === true);
  for (const step of steps((phase) => phase !== "contract"))
    if (step.action.kind === "statements") await run(renderScript(step.action.statements), step.action.transaction);
  await work(run, shadow.connection);
  for (const step of steps((phase) => phase === "contract"))
    if (step.action.kind === "statements") await run(renderScript(step.action.statements), step.action.transaction);
  const query: Connection["query"] = (text) => shadow.connection.query(text);
  disposables.push(shadow);
  return query;
}
const disposables: AsyncDisposable[] = [];
afterAll(async () => {
  for (const item of disposables) await item[Symbol.asyncDispose]();
});

const rename: DataRule = {
  kind: "rename",
  intent: "I1",
  object: "people",
  from: ["mail"],
  to: ["email"],
  forward: { email: "mail" },
  backward: { mail: "email" },
};
const split: DataRule = {
  kind: "split",
  intent: "I1",
  object: "people",
  from: ["name"],
  to: ["first", "last"],
  forward: { first: "substr(name, 1, instr(name, ' ') - 1)", last: "substr(name, instr(name, ' ') + 1)" },
  backward: { name: "first || ' ' || last" },
};

describe("between expand and contract both releases work", () => {
  test.each(["off", "on"])("on a renamed column, recursive triggers %s", async (recursive) => {
    const query = await between(
      "create table people (id integer primary key, mail text not null default 'none'); insert into people values (1, 'a@x');",
      "create table people (id integer primary key, email text not null default 'none');",
      { rules: [rename] },
      async (run, connection) => {
        await run(`pragma recursive_triggers = ${recursive}`);
        expect(await connection.query("select mail, email from people")).toEqual([{ mail: "a@x", email: "a@x" }]);
        await run(
          "insert into people (id, mail) values (2, 'old@x'); insert into people (id, email) values (3, 'new@x'); insert into people (id) values (4);",
        );
        await run("update people set mail = 'b@x' where id = 1; update people set email = 'c@x' where id = 2;");
        expect(await connection.query("select id, mail, email from people order by id")).toEqual([
          { id: 1, mail: "b@x", email: "b@x" },
          { id: 2, mail: "c@x", email: "c@x" },
          { id: 3, mail: "new@x", email: "new@x" },
          { id: 4, mail: "none", email: "none" },
        ]);
      },
    );
    expect(await query("select id, email from people order by id")).toEqual([
      { id: 1, email: "b@x" },
      { id: 2, email: "c@x" },
      { id: 3, email: "new@x" },
      { id: 4, email: "none" },
    ]);
  });

  test("on a split column", async () => {
    const query = await between(
      "create table people (id integer primary key, name text not null); insert into people values (1, 'Ada King');",
      "create table people (id integer primary key, first text not null, last text not null);",
      { rules: [split] },
      async (run, connection) => {
        await run(
          "insert into people (id, name) values (2, 'Alan Turing'); insert into people (id, first, last) values (3, 'Grace', 'Hopper');",
        );
        await run("update people set name = 'Ada Lovelace' where id = 1; update people set last = 'Murray' where id = 3;");
        expect(await connection.query("select name from people order by id")).toEqual([
          { name: "Ada Lovelace" },
          { name: "Alan Turing" },
          { name: "Grace Murray" },
        ]);
      },
    );
    expect(await query("select first, last from people order by id")).toEqual([
      { first: "Ada", last: "Lovelace" },
      { first: "Alan", last: "Turing" },
      { first: "Grace", last: "Murray" },
    ]);
  });

  test("on a renamed table", async () => {
    const query = await between(
      "create table people (id integer primary key, name text not null, state text not null default 'new'); insert into people values (1, 'a', 'x');",
      "create table persons (id integer primary key, name text not null, state text not null default 'new');",
      { renames: { "table:people": "table:persons" } },
      async (run, connection) => {
        await run(
          "insert into people (name) values ('old'); insert into persons (name) values ('new'); update people set name = 'b' where id = 1; delete from people where name = 'nobody';",
        );
        expect(await connection.query("select id, name, state from people order by id")).toHaveLength(3);
      },
    );
    expect(await query("select id, name, state from persons order by id")).toEqual([
      { id: 1, name: "b", state: "x" },
      { id: 2, name: "old", state: "new" },
      { id: 3, name: "new", state: "new" },
    ]);
  });

  test("on a required column that the old release does not write", async () => {
    const query = await between(
      "create table people (id integer primary key); insert into people values (1);",
      "create table people (id integer primary key, tier text not null check (tier in ('a', 'b')));",
      { rules: [{ kind: "fill", intent: "I1", object: "people", from: [], to: ["tier"], forward: { tier: "'a'" }, backward: {} }] },
      async (run) => {
        await run("insert into people (id) values (2); insert into people (id, tier) values (3, 'b');");
      },
    );
    expect(await query("select id, tier from people order by id")).toEqual([
      { id: 1, tier: "a" },
      { id: 2, tier: "a" },
      { id: 3, tier: "b" },
    ]);
  });

  test("on a dropped required column that the new release does not write", async () => {
    const query = await between(
      "create table people (id integer primary key, fax text not null);",
      "create table people (id integer primary key);",
      {},
      async (run) => {
        await run("insert into people (id, fax) values (1, '5'); insert into people (id) values (2);");
      },
    );
    expect(await query("select id from people order by id")).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
