import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPrograms } from "../../../tests/support/postgresql-server.ts";
import type { Schema } from "../../model/schema.ts";
import type { Shadow } from "../shadow.ts";
import { printIndexes, type Tuning, tuneQuery } from "../tune.ts";
import { postgresqlShadow } from "./shadow.ts";
import { postgresqlTuner } from "./tune.ts";

const base = `
create table customers (id bigint generated always as identity primary key, mail text not null, city text not null, active boolean not null default true);
create table orders (id bigint generated always as identity primary key, customer_id bigint not null references customers (id), status text not null check (status in ('open', 'done')),
  total numeric(10, 2) not null, placed_at timestamp not null, note text, tags jsonb not null default '{}');
create index orders_total_placed_at_idx on orders (total, placed_at);
create table small (id int primary key, word text not null);
insert into customers (mail, city, active) select 'Person' || n || '@example.org', 'city ' || n % 50, n % 100 <> 0 from generate_series(1, 3000) n;
insert into orders (customer_id, status, total, placed_at, note, tags)
  select 1 + n * 7919 % 3000, case when n % 200 = 0 then 'open' else 'done' end, n % 900, timestamp '2024-01-01' + n * interval '37 minutes', repeat('x', 40),
         jsonb_build_object('k' || n % 997, 1) from generate_series(1, 20000) n;
insert into small select n, 'w' || n from generate_series(1, 20) n;
analyze;`;

const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-tune-"));
let shadow: Shadow;
let schema: Schema;
beforeAll(async () => {
  shadow = await postgresqlShadow.open({
    base: [{ file: "base.sql", line: 1, text: base, transaction: "none" }],
    seed: [],
    version: "18",
    settings: testPrograms === null ? { kind: "embedded" } : { bin: testPrograms },
    cacheFolder,
  });
  schema = await shadow.connection.introspect();
}, 120_000);
afterAll(async () => {
  await shadow[Symbol.asyncDispose]();
  rmSync(cacheFolder, { recursive: true, force: true });
});

async function tune(query: string, atMostPercent = 50): Promise<Tuning> {
  await using fork = await shadow.fork();
  const outcome = await tuneQuery(postgresqlTuner, fork, { schema, query, atMostPercent });
  if (outcome.kind === "fails") throw new Error(outcome.error.message);
  return outcome.tuning;
}

/** What is kept, as text. */
async function found(query: string, atMostPercent?: number): Promise<readonly string[]> {
  return (await tune(query, atMostPercent)).indexes.map((index) => printIndexes([index]));
}

describe("an index is kept for", () => {
  test.each([
    ["what is compared", "select * from orders where customer_id = $1", ["an index on public.orders (customer_id)"]],
    [
      "equality, then the order",
      "select * from orders where customer_id between 5 and 900 and status = $1 order by placed_at desc limit 10",
      ["an index on public.orders (placed_at DESC)"],
    ],
    [
      "placeholders of other drivers",
      "select id from orders where total + 1 > :least and customer_id = ?",
      ["an index on public.orders (customer_id)"],
    ],
    [
      "a rare constant",
      "select * from orders where status = 'open' and total > 5",
      ["an index on public.orders (status) where status = 'open'"],
    ],
    ["an expression", "select id from customers c where lower(c.mail) = lower($1)", ["an index on public.customers ((lower(mail)))"]],
    ["an update", "update orders set note = 'x' where customer_id = 7", ["an index on public.orders (customer_id)"]],
    [
      "a subquery",
      "select * from customers c where id = 5 and exists (select 1 from orders o where o.customer_id = c.id)",
      ["an index on public.orders (customer_id)"],
    ],
    [
      "both arms of an OR",
      "select * from orders where customer_id = 5 or placed_at = '2024-05-01'",
      ["an index on public.orders (customer_id)", "an index on public.orders (placed_at)"],
    ],
    ["containment", `select id from orders where tags @> '{"k5": 1}'`, ["a gin index on public.orders (tags)"]],
    [
      "the beginning of a text",
      "select id from customers where mail like 'Person77%'",
      ["an index on public.customers (mail text_pattern_ops)"],
    ],
  ])("%s", async (_, query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  test("what is read beside the keys, when that spares the rows", async () => {
    const tuning = await tune("select customer_id, total from orders where customer_id between 100 and 500");
    expect(tuning.indexes.map((index) => printIndexes([index]))).toEqual(["an index on public.orders (customer_id) carrying total"]);
    expect(tuning.before.whole).toEqual(["public.orders"]);
    expect(tuning.after.whole).toEqual([]);
  });
});

describe("nothing is kept", () => {
  test("where an index is there already: it is named", async () => {
    const tuning = await tune("select * from orders where total = 5");
    expect(tuning.indexes).toEqual([]);
    expect(tuning.rejected).toContainEqual({
      alternative: "an index on public.orders (total)",
      reason: "Redundant: orders_total_placed_at_idx already begins so.",
    });
  });

  test("for a key, and for a table of a page", async () => {
    expect(await found("select * from orders where id = 5")).toEqual([]);
    const tuning = await tune("select * from small where word = 'w5'");
    expect(tuning.indexes).toEqual([]);
    expect(tuning.rejected[0]?.reason).toMatch(/hardly cheaper|every write/);
  });

  test("where all rows are read anyhow, or the factor is not reached", async () => {
    expect(await found("select count(*), sum(total) from orders where total >= 0 and length(note) > 0")).toEqual([]);
    expect((await tune("select * from orders where customer_id = 5", 10)).indexes).toHaveLength(1);
    const tuning = await tune("select * from orders where customer_id = 5", 1);
    expect(tuning.indexes).toEqual([]);
    expect(tuning.rejected.some(({ reason }) => /falls to \d+ % of before, not to 1 % or less/.test(reason))).toBe(true);
  });

  test("for a pattern without a beginning: what it would need is said", async () => {
    const tuning = await tune("select id from customers where mail ilike '%son77%'");
    expect(tuning.indexes).toEqual([]);
    expect(tuning.rejected.some(({ reason }) => reason.includes("pg_trgm"))).toBe(true);
  });
});

test("a day of a timestamp is asked for by its bounds, where that gives the same rows", async () => {
  await using fork = await shadow.fork();
  await fork.connection.execute({ file: "i", line: 1, text: "create index on orders (placed_at)", transaction: "none" });
  const indexed = await fork.connection.introspect();
  const query = "select id from orders where placed_at::date = '2024-03-01' and note <> 'a::date'";
  const outcome = await tuneQuery(postgresqlTuner, fork, { schema: indexed, query, atMostPercent: 50 });
  expect(outcome).toMatchObject({
    kind: "tuned",
    tuning: {
      indexes: [],
      rewritten: {
        query: "select id from orders where placed_at >= '2024-03-01'::date AND placed_at < '2024-03-01'::date + 1 and note <> 'a::date'",
      },
    },
  });
});

test("a query that does not run says why", async () => {
  await using fork = await shadow.fork();
  expect(await tuneQuery(postgresqlTuner, fork, { schema, query: "select nothing from orders", atMostPercent: 50 })).toMatchObject({
    kind: "fails",
    error: { code: "42703" },
  });
});

test("a look-up is made for an index that no query asks for", () => {
  expect(postgresqlTuner.lookUp(schema, "orders", ["customer_id", "placed_at DESC"])).toBe(
    "SELECT * FROM public.orders WHERE customer_id = $1",
  );
  expect(postgresqlTuner.lookUp(schema, "nowhere", ["a"])).toBeNull();
});
