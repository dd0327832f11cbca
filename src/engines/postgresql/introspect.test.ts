import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Schema } from "../../model/schema.ts";
import { introspectPostgresql } from "./introspect.ts";
import { normalizeExpression } from "./normalize.ts";
import { kindOf, renameObject } from "./objects.ts";
import { quoteLiteral, quoteName, quoteQualified } from "./quote.ts";

let server: PGlite;
const run = async (sql: string) => (await server.query<Record<string, unknown>>(sql)).rows;
const introspect = () => introspectPostgresql(run);
const uses = (schema: Schema, id: string) => schema.objects.find((object) => object.id === id)?.dependsOn;

beforeAll(() => {
  server = new PGlite({ extensions: { citext } });
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.exec(
    "drop schema if exists public cascade; drop schema if exists app cascade; create schema public; create schema app; set search_path to public",
  );
});

test("an outline tells fields, keys, references and comments", async () => {
  await server.exec(`create table a (id int primary key, n numeric(8,2) not null default 0, g int generated always as (id + 1) stored, unique (n, id));
    create table app.b (a int references a on delete cascade, i int generated always as identity);
    comment on table a is 'first'; comment on column a.n is 'sum'`);
  const { objects } = await introspect();
  expect(objects.find(({ id }) => id === "table:public.a")?.outline).toEqual({
    label: "public.a",
    fields: [
      { name: "id", type: "integer", required: true },
      { name: "n", type: "numeric(8,2)", required: true, default: "0", comment: "sum" },
      { name: "g", type: "integer", required: false, generated: "(id + 1)" },
    ],
    keys: [
      { name: "a_pkey", kind: "primary", fields: ["id"] },
      { name: "a_n_id_key", kind: "unique", fields: ["n", "id"] },
    ],
    references: [],
    comment: "first",
  });
  const other = objects.find(({ id }) => id === "table:app.b")?.outline;
  expect(other?.references).toEqual([{ name: "b_a_fkey", fields: ["a"], object: "public.a", targetFields: ["id"] }]);
  expect(other?.fields[1]?.generated).toBe("always as identity");
});

test("what is printed does not depend on the session, which stays as it was", async () => {
  await server.exec(
    "create table app.t (d timestamptz default '2024-01-02 03:04+00', b bytea default 'x', i interval default '1 day 2 hours'); create view app.v as select d from app.t",
  );
  await server.exec(
    "set search_path to app, public; set timezone to 'Asia/Tokyo'; set datestyle to 'SQL, DMY'; set bytea_output to escape; set intervalstyle to iso_8601; set quote_all_identifiers to on",
  );
  const one = await introspect();
  expect(
    await run(
      "select current_setting('search_path') as a, current_setting('timezone') as b, current_setting('datestyle') as c, current_setting('quote_all_identifiers') as d",
    ),
  ).toEqual([{ a: "app, public", b: "Asia/Tokyo", c: "SQL, DMY", d: "on" }]);
  await server.exec("reset all");
  expect(await introspect()).toEqual(one);
  expect(JSON.stringify(one.objects)).toContain("FROM app.t");
});

test("bodies of functions tell what they use", async () => {
  await server.exec(`create table orders (id int primary key, total int, note text); create table log (at timestamptz, what text); create sequence s; create type mood as enum ('a');
    create function sum_of(x int) returns bigint language sql as 'select sum(o.total) from orders o where o.id = x';
    create function written() returns trigger language plpgsql as $$
      declare m mood; t public.log.what%type;
      begin
        new.note := lower(new.note);
        insert into log (what) values (sum_of(1)::text || nextval('public.s'));
        update public.log set at = now() where what = 'x';
        return new;
      end $$;
    create trigger w before insert on orders for each row execute function written();
    create function told(q text) returns void language plpgsql as $$ begin execute q; end $$;
    create function broken() returns void language plpgsql as $$ begin perform 1 from nowhere; end $$`);
  const schema = await introspect();
  expect(uses(schema, "function:public.sum_of(integer)")).toEqual([
    "column:public.orders.id",
    "column:public.orders.total",
    "schema:public",
    "table:public.orders",
  ]);
  expect(uses(schema, "function:public.written()")).toEqual([
    "column:public.log.at",
    "column:public.log.what",
    "column:public.orders.note",
    "enum:public.mood",
    "function:public.sum_of(integer)",
    "schema:public",
    "sequence:public.s",
    "table:public.log",
  ]);
  expect(uses(schema, "function:public.broken()")).toEqual(["schema:public"]);
  expect(schema.unmodelled).toEqual(["body of function public.told(text) not parsed"]);
});

test("what is no kind of ours is named", async () => {
  await server.exec(
    "create table t (a int); create materialized view m as select a from t with no data; create access method heap_too type table handler heap_tableam_handler",
  );
  expect((await introspect()).unmodelled).toEqual(["access method heap_too"]);
  await server.exec("drop access method heap_too");
});

test("members of an extension are the extension's", async () => {
  await server.exec("create extension citext; create table t (n citext primary key); create index i on t (n)");
  const schema = await introspect();
  expect(schema.objects.filter(({ kind }) => kind === "function" || kind === "extension").map(({ id }) => id)).toEqual([
    "extension:citext",
  ]);
  expect(uses(schema, "column:public.t.n")).toContain("extension:citext");
  expect(uses(schema, "index:public.i")).toContain("extension:citext");
  await server.exec("drop extension citext cascade");
});

test("every kind takes another name and its old one again", async () => {
  const made = (
    n: string,
  ) => `create schema s${n}; create type e${n} as enum ('a'); create domain d${n} as int; create sequence q${n}; create function f${n}(a int, variadic b text[]) returns int language sql as 'select 1';
    create procedure pr${n}() language sql as 'select 1'; create table t${n} (c${n} int constraint k${n} check (c${n} > 0)); create index i${n} on t${n} (c${n}); create view v${n} as select 1 as one; create materialized view m${n} as select 1 as one;
    create function tf() returns trigger language plpgsql as 'begin return new; end'; create trigger g${n} before insert on t${n} for each row execute function tf(); create policy o${n} on t${n} using (true)`;
  await server.exec(made("b"));
  const after = await introspect();
  await server.exec("drop schema public cascade; drop schema sb; create schema public");
  await server.exec(made(""));
  const before = await introspect();
  const pairs = before.objects.flatMap((from) => {
    const id = from.id.replaceAll(/\b(s|e|d|q|f|pr|t|c|k|i|v|m|g|o)\b/g, "$1b");
    const to = after.objects.find((object) => object.id === id);
    return to === undefined || id === from.id ? [] : [{ from, to }];
  });
  expect(pairs.length).toBe(14);
  const drafts = pairs.flatMap(({ from, to }) => renameObject(from, to));
  // Tables first: what stands in them is addressed by the new name.
  const ordered = drafts.toSorted((a, b) => Number(b.kind === "rename-table") - Number(a.kind === "rename-table"));
  const statements = ordered.flatMap(({ action }) => (action.kind === "statements" ? action.statements : []));
  for (const statement of statements) await server.exec(statement);
  expect((await introspect()).objects.map(({ id }) => id).toSorted()).toEqual(after.objects.map(({ id }) => id).toSorted());
  const reverse = ordered
    .toReversed()
    .flatMap((draft) => draft.reverse.flatMap((action) => (action.kind === "statements" ? action.statements : [])));
  for (const statement of reverse) await server.exec(statement);
  expect((await introspect()).objects).toEqual(before.objects);
  await server.exec("drop schema if exists s");
});

test("moving between schemas keeps the rows", async () => {
  await server.exec("create table t (a int); insert into t values (1)");
  const before = (await introspect()).objects.find(({ id }) => id === "table:public.t");
  const moved = { ...before!, id: "table:app.u", definition: { ...(before!.definition as object), schema: "app", name: "u" } };
  const [draft] = renameObject(before!, moved);
  expect(draft?.action).toMatchObject({ statements: ["ALTER TABLE public.t SET SCHEMA app", "ALTER TABLE app.t RENAME TO u"] });
  expect(draft?.reverse).toMatchObject([{ statements: ["ALTER TABLE app.u SET SCHEMA public", "ALTER TABLE public.u RENAME TO t"] }]);
});

test("names and strings are quoted where the server would", async () => {
  const names = ["plain", "Big", "select", "two words", 'q"q', "ünïcode", "_x$1", "1x", "values", "name", "table", ""];
  for (const name of names.filter((one) => one !== "")) {
    const [row] = await run(`select quote_ident(${quoteLiteral(name)}) as q`);
    expect(quoteName(name)).toBe(row?.["q"]);
  }
  for (const text of ["it's", "back\\slash", "\\'", "new\nline", "$1"])
    expect(await run(`select ${quoteLiteral(text)} as t`)).toEqual([{ t: text }]);
  expect(quoteQualified("public", "Order Lines")).toBe('public."Order Lines"');
});

test("both printed forms of a varchar list are one", () => {
  const first = "((k)::text = ANY ((ARRAY['a'::character varying, 'it''s, b'::character varying])::text[]))";
  expect(normalizeExpression(first)).toBe(
    "((k)::text = ANY (ARRAY[('a'::character varying)::text, ('it''s, b'::character varying)::text]))",
  );
  expect(normalizeExpression(normalizeExpression(first))).toBe(normalizeExpression(first));
});

test("an unknown kind is a bug of ours", () => {
  expect(() => kindOf("cube")).toThrow(/no PostgreSQL object kind/);
});
