import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Schema } from "../../model/schema.ts";
import type { Shadow } from "../shadow.ts";
import { printIndexes, type Tuning, tuneQuery } from "../tune.ts";
import { sqliteShadow } from "./shadow.ts";
import { sqliteTuner } from "./tune.ts";

const base = `
create table customers (id integer primary key, mail text not null, city text not null);
create table orders (id integer primary key, customer_id integer not null references customers (id), status text not null, total integer not null,
  placed_at text not null, note text);
create index orders_total_placed_at on orders (total, placed_at);
create table small (id integer primary key, word text not null);
with recursive n (v) as (select 1 union all select v + 1 from n where v < 2000)
  insert into customers select v, 'Person' || v || '@example.org', 'city ' || (v % 50) from n;
with recursive n (v) as (select 1 union all select v + 1 from n where v < 20000)
  insert into orders select v, 1 + v * 7919 % 2000, case v % 200 when 0 then 'open' else 'done' end, v % 900, 'd' || (v % 5000), iif(v % 100 = 0, 'n', null) from n;
insert into small values (1, 'a'), (2, 'b');`;

const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-tune-"));
let shadow: Shadow;
let schema: Schema;
beforeAll(async () => {
  shadow = await sqliteShadow.open({
    base: [{ file: "base.sql", line: 1, text: base, transaction: "none" }],
    seed: [],
    version: "3",
    settings: {},
    cacheFolder,
  });
  schema = await shadow.connection.introspect();
}, 60_000);
afterAll(async () => {
  await shadow[Symbol.asyncDispose]();
  rmSync(cacheFolder, { recursive: true, force: true });
});

async function tune(query: string, atMostPercent = 50): Promise<Tuning> {
  await using fork = await shadow.fork();
  const outcome = await tuneQuery(sqliteTuner, fork, { schema, query, atMostPercent });
  if (outcome.kind === "fails") throw new Error(outcome.error.message);
  return outcome.tuning;
}

test.each([
  ["what is compared", "select * from orders where customer_id = ?", ["an index on orders (customer_id)"]],
  [
    "equality, then the order",
    "select * from orders o where o.status = ? order by o.placed_at desc limit 10",
    ["an index on orders (status, placed_at DESC)"],
  ],
  [
    "a join",
    "select c.mail, o.total from customers c join orders o on o.customer_id = c.id where c.city = 'city 7'",
    ["an index on orders (customer_id, total)", "an index on customers (city)"],
  ],
  ["a range", "select * from orders where placed_at between 'd100' and 'd101'", ["an index on orders (placed_at)"]],
  ["an expression", "select id from customers where lower(mail) = lower(?)", ["an index on customers (lower(mail))"]],
  ["an update", "update orders set note = 'x' where customer_id = 7", ["an index on orders (customer_id)"]],
  [
    "a rare value that is not NULL",
    "select * from orders where note is not null order by placed_at",
    ["an index on orders (placed_at) where note IS NOT NULL"],
  ],
  [
    "both arms of an OR",
    "select * from orders where customer_id = 5 or placed_at = 'd77'",
    ["an index on orders (customer_id)", "an index on orders (placed_at)"],
  ],
])("an index is kept for %s", async (_, query, expected) => {
  const tuning = await tune(query);
  expect(tuning.indexes.map((index) => printIndexes([index]))).toEqual(expected);
  expect(tuning.after.cost).toBeLessThanOrEqual(tuning.before.cost / 2);
});

describe("nothing is kept", () => {
  test("where an index is there already: it is named", async () => {
    const tuning = await tune("select * from orders where total = 5");
    expect(tuning.indexes).toEqual([]);
    expect(tuning.rejected).toContainEqual({
      alternative: "an index on orders (total)",
      reason: "Redundant: orders_total_placed_at already begins so.",
    });
  });

  test("for a key, and where all rows are read anyhow", async () => {
    expect((await tune("select * from orders where id = 5")).indexes).toEqual([]);
    expect((await tune("select count(*), sum(total) from orders")).indexes).toEqual([]);
  });

  test("where the stated factor is not reached", async () => {
    const tuning = await tune("select * from orders where status = 'done'", 5);
    expect(tuning.indexes).toEqual([]);
    expect(tuning.before.whole).toEqual(["orders"]);
  });
});

test("a query that does not run says why", async () => {
  await using fork = await shadow.fork();
  expect(await tuneQuery(sqliteTuner, fork, { schema, query: "select nothing from orders", atMostPercent: 50 })).toMatchObject({
    kind: "fails",
    error: { message: expect.stringContaining("nothing") },
  });
});

test("a look-up is made for an index that no query asks for", () => {
  expect(sqliteTuner.lookUp(schema, "orders", ["customer_id", "placed_at desc"])).toBe("SELECT * FROM orders WHERE customer_id = ?");
});
