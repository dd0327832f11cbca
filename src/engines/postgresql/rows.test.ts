import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsedEvidence } from "../../model/evidence.ts";
import type { Script } from "../../model/migration.ts";
import type { Plan } from "../../model/plan.ts";
import type { Shadow } from "../shadow.ts";
import { postgresqlRows } from "./rows.ts";
import { sampleRegex } from "./rows/pattern-sample.ts";
import { makeRandom } from "./rows/random.ts";
import { postgresqlShadow } from "./shadow.ts";

const script = (text: string, transaction: Script["transaction"] = "shared"): Script => ({ file: "base.sql", line: 1, text, transaction });
const base = `
create type mood as enum ('sad', 'ok');
create domain email as text check (value ~ '^[a-z0-9._]+@[a-z]+\\.(com|org)$');
create table customers (id bigint generated always as identity primary key, mail email not null unique, name varchar(60), mood mood not null,
  score smallint not null check (score between 10 and 20), country char(2) not null check (country ~ '^[A-Z]{2}$'), code text check (length(code) = 5), meta jsonb);
create table products (sku text primary key check (sku like 'P-%'), price numeric(10, 2) not null check (price > 0), cost numeric not null, check (cost <= price),
  kind text not null check (kind in ('book', 'toy')), twice numeric generated always as (price * 2) stored);
create table orders (id serial primary key, customer_id bigint references customers, placed date not null, shipped date, check (shipped >= placed));
create table lines (order_id int references orders, sku text references products, qty int not null check (qty > 0), primary key (order_id, sku));
create table people (id int primary key, boss int references people, dept int);
create table depts (id int primary key, head int not null references people);
alter table people add foreign key (dept) references depts;
create table impossible (a int not null check (a > 5 and a < 3));
create table "Odd one" ("A b" uuid primary key, r int4range, i inet, b bytea, p point);`;
const change = `
alter table customers alter name type varchar(20), alter name set not null, add unique (name), add constraint code_check2 check (code <> 'xxxx1');
alter table lines alter qty type smallint;
alter table people add foreign key (dept) references people;`;
const plan = (statements: readonly string[]): Plan => ({
  engine: "postgresql",
  variant: null,
  version: "18",
  fromFingerprint: "",
  toFingerprint: "",
  carries: [],
  questions: [],
  unmodelled: [],
  prechecks: [],
  evidence: parsedEvidence,
  steps: [
    {
      id: "1",
      kind: "x",
      phase: "expand",
      summary: "",
      action: { kind: "statements", statements, transaction: "shared" },
      reverse: [],
      reversibility: { kind: "exact", until: "", loses: "" },
      limits: {},
      hazards: [],
      evidence: parsedEvidence,
    },
  ],
});

describe("postgresqlRows", () => {
  const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-test-"));
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await postgresqlShadow.open({ base: [script(base)], seed: [], version: "18", settings: {}, cacheFolder });
  });
  afterAll(async () => {
    await shadow[Symbol.asyncDispose]();
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  it("makes rows that fit, says what it could not make, and finds rows that the change refuses", async () => {
    await using target = await shadow.fork();
    expect((await target.connection.execute(script(change))).error).toBeNull();
    const desired = await target.connection.introspect();
    const schema = await shadow.connection.introspect();
    const synthesis = await postgresqlRows.synthesize(shadow.connection, { schema, rows: 20, desired });
    expect(synthesis.unproven).toEqual([{ object: "public.impossible", reason: expect.stringContaining("impossible_a_check") }]);
    for (const [object, rows] of Object.entries(synthesis.made))
      if (object !== "public.impossible") expect([object, rows]).toEqual([object, 20]);
    const found = synthesis.violations.map((violation) => `${violation.object}: ${violation.constraint}`);
    expect(found).toEqual(
      expect.arrayContaining([
        "public.customers: name is required",
        "public.customers: customers_name_key",
        "public.customers: type of name: character varying(60) to character varying(20)",
        "public.customers: code_check2",
        "public.lines: type of qty: integer to smallint",
      ]),
    );
    expect(await shadow.connection.query("select count(*)::int as n from customers")).toEqual([{ n: 20 }]);
    for (const violation of synthesis.violations) {
      await using probe = await shadow.fork();
      expect((await probe.connection.execute(script(violation.insert))).error).toBeNull();
      expect((await probe.connection.execute(script(change))).error, violation.constraint).not.toBeNull();
    }
  });

  it("makes rows for a change whose rules speak of columns to come", async () => {
    await using target = await shadow.fork();
    const more =
      "alter table products add column tier text not null default 'gold' check (tier in ('gold', 'silver')), add check (length(sku) > length(tier))";
    expect((await target.connection.execute(script(`${more}; create index on products (tier);`))).error).toBeNull();
    const desired = await target.connection.introspect();
    await using base = await shadow.fork();
    await base.connection.execute(script("truncate products cascade"));
    const schema = await base.connection.introspect();
    const synthesis = await postgresqlRows.synthesize(base.connection, { schema, rows: 10, desired, fit: "desired" });
    expect(synthesis.made["public.products"]).toBe(10);
  });

  it("sums rows independently of order and width, and sees a changed value, a lost row and NULL against the empty text", async () => {
    const schema = await shadow.connection.introspect();
    const requests = postgresqlRows.digestRequests(schema, schema, []);
    await using other = await shadow.fork();
    const before = await postgresqlRows.digest(shadow.connection, requests.before);
    await other.connection.execute(
      script(
        "alter table lines alter qty type bigint; create temp table t as select * from lines; delete from lines; insert into lines select * from t order by qty desc",
      ),
    );
    expect(await postgresqlRows.digest(other.connection, requests.after)).toEqual(before);
    await other.connection.execute(
      script(
        "update customers set code = '' where false; update customers set score = score + 1 where id = (select min(id) from customers where score < 20)",
      ),
    );
    const after = await postgresqlRows.digest(other.connection, requests.after);
    const differing = after.flatMap((digest) => {
      const old = before.find((candidate) => candidate.object === digest.object);
      return Object.keys(digest.checksums).filter((label) => old?.checksums[label] !== digest.checksums[label]);
    });
    expect(differing).toEqual(["score"]);
    await other.connection.execute(
      script("alter table people drop constraint people_boss_fkey; create table n (a text); insert into n values (null)"),
    );
    const request = [{ object: "public.n", key: [], fields: [{ label: "a", expression: "a" }] }];
    const isNull = await postgresqlRows.digest(other.connection, request);
    await other.connection.execute(script("update n set a = ''"));
    expect((await postgresqlRows.digest(other.connection, request))[0]?.checksums["a"]).not.toBe(isNull[0]?.checksums["a"]);
  });

  it("relates carried fields by their rule, over renames", async () => {
    const schema = await shadow.connection.introspect();
    await using other = await shadow.fork();
    await other.connection.execute(
      script(
        "alter table orders rename to purchases; alter table purchases rename id to number; alter table purchases add day text; update purchases set day = to_char(placed, 'DD'); alter table purchases drop placed",
      ),
    );
    const object = { objectBefore: "public.orders", objectAfter: "public.purchases" };
    const carries = [
      { ...object, fieldBefore: "id", fieldAfter: "number", forward: "id", backward: "number" },
      { ...object, fieldBefore: "placed", fieldAfter: "day", forward: "to_char(placed, 'DD')", backward: null },
    ];
    const requests = postgresqlRows.digestRequests(schema, await other.connection.introspect(), carries);
    const purchases = requests.after.find((request) => request.object === "public.purchases");
    expect(purchases?.key).toEqual(["number"]);
    expect(purchases?.fields.map((field) => field.label)).toEqual(expect.arrayContaining(["customer_id", "shipped", "number", "day"]));
    const before = await postgresqlRows.digest(shadow.connection, requests.before);
    const after = await postgresqlRows.digest(other.connection, requests.after);
    expect(after.map((digest) => digest.checksums)).toEqual(before.map((digest) => digest.checksums));
  });

  it("writes what only the new schema holds, and reports code that cannot carry it", async () => {
    await using other = await shadow.fork();
    const widen = "alter table lines alter qty type bigint";
    await other.connection.execute(script(widen));
    const schema = await other.connection.introspect();
    const good = await postgresqlRows.writeAsNewVersion(other.connection, schema, plan([widen]));
    expect(good.failed).toEqual([]);
    expect(await other.connection.query("select max(qty) > 2147483647 as big from lines")).toEqual([{ big: true }]);
    await other.connection.execute(
      script(
        "create function narrow() returns trigger language plpgsql as $$ declare old_qty int; begin old_qty := new.qty; return new; end $$; create trigger narrow before insert on lines for each row execute function narrow()",
      ),
    );
    const bad = await postgresqlRows.writeAsNewVersion(other.connection, schema, plan([widen]));
    expect(bad.failed).toEqual([
      { object: "public.lines", reason: expect.stringContaining("the largest value of bigint is refused: integer out of range (22003)") },
    ]);
  });

  it.each(["[A-Z]{2}-\\d{3,5}", "(?:foo|bar)+x?", "[^0-9]+", "[[:alpha:]]+@[a-z.]*"])("samples %s", (pattern) => {
    const regex = new RegExp(`^(?:${pattern.replace("[[:alpha:]]", "[a-zA-Z]")})$`);
    for (let turn = 0; turn < 20; turn += 1) expect(sampleRegex(pattern, makeRandom(String(turn)))).toMatch(regex);
  });
});
