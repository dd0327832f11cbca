import { describe, expect, it } from "vitest";
import { LeadError } from "../../model/error.ts";
import { mentionsOf, parsePostgresql, refuseDangerous } from "./parse.ts";

const script = (text: string) => ({ file: "a.sql", line: 1, text, transaction: "shared" as const });

describe("parsePostgresql", () => {
  it("splits with UTF-16 offsets, lines and columns", async () => {
    const text = "select 'é😀';\n-- c\n  create table é (a int); /* x */ drop table b";
    const statements = await parsePostgresql(script(text));
    expect(statements.map((statement) => [statement.text, statement.line, statement.column])).toEqual([
      ["select 'é😀'", 1, 1],
      ["create table é (a int)", 3, 3],
      ["drop table b", 3, 35],
    ]);
    for (const statement of statements) expect(text.slice(statement.start, statement.end)).toBe(statement.text);
  });

  it("names file, line, column and excerpt of what does not parse", async () => {
    const error = await parsePostgresql({ ...script("select 1;\nselekt '😀' 2;"), line: 10 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LeadError);
    expect((error as LeadError).code).toBe("schema-unreadable");
    expect((error as LeadError).message).toContain('a.sql:11:1: syntax error at or near "selekt": selekt');
  });

  it("names psql commands, wherever they stand", async () => {
    await expect(parsePostgresql(script("select 1;\n\\connect shop\nselect 2;"))).rejects.toThrow(
      "\\connect is a command of the psql client",
    );
    await expect(parsePostgresql(script("copy t from stdin;\n1\ta\n\\.\n"))).rejects.toThrow("psql client");
  });

  it.each([
    ["create table s.t (a int references r)", ["s.t create", "r read"]],
    ["alter table t add column b int", ["t alter"]],
    ["alter table a rename to b", ["a alter", "b alter"]],
    ["create unique index concurrently i on s.t (a)", ["s.t alter", "s.i create"]],
    ["drop table a, s.b cascade", ["a drop", "s.b drop"]],
    ["drop trigger g on s.t", ["s.t alter", "s.t.g drop"]],
    ["with w as (delete from d returning *) insert into t select * from w join u using (id)", ["t write", "d write", "u read"]],
    ["create view v as select * from a, s.b", ["v create", "a read", "s.b read"]],
    ["update t set a = (select max(x) from u)", ["t write", "u read"]],
    ["create function s.f() returns int language sql as 'select 1'", ["s.f create"]],
    ['truncate "T x"', ['"T x" write']],
    ["comment on column s.t.c is 'x'", ["s.t alter"]],
  ])("touches of %s", async (text, expected) => {
    const [statement] = await parsePostgresql(script(text));
    expect(statement?.touches.map((touch) => `${touch.name} ${touch.how}`)).toEqual(expected);
  });

  it.each([
    "copy t to program 'id'",
    "copy t from '/etc/passwd'",
    "copy t to stdout",
    "select pg_read_file('/etc/passwd')",
    "insert into t select lo_import('/etc/passwd')",
    "select * from dblink('host=x', 'select 1') as r(a int)",
    "alter system set fsync = off",
    "load 'x'",
    "create extension file_fdw",
    "create function f() returns int language c as 'x', 'y'",
    "create function f() returns int language plpython3u as 'return 1'",
    "do $$ begin execute 'copy t to program ''id'''; end $$",
    "explain analyze select pg_ls_dir('.')",
    "create database x",
  ])("refuses %s", async (text) => {
    const [statement] = await parsePostgresql(script(text));
    expect(statement === undefined ? null : refuseDangerous(statement)).not.toBeNull();
  });

  it.each(["create extension citext", "do $$ begin update t set a = 1; commit; end $$", "select set_config('a.b', 'c', true)"])(
    "lets pass %s",
    async (text) => {
      const [statement] = await parsePostgresql(script(text));
      expect(statement === undefined ? "" : refuseDangerous(statement)).toBeNull();
    },
  );
});

describe("mentionsOf", () => {
  it.each([
    ["select c.mail from customers c where c.id = $1", ["customers", "customers.mail", "customers.id"]],
    ["select mail from customers where id = :id and x = ANY(:list)", ["customers", "customers.mail", "customers.id", "mail"]],
    ["update customers set mail = ? where id = ?", ["customers", "customers.mail"]],
    ["select * from customers where id = ${id} limit ${limit}", ["customers", "customers.*", "customers.id"]],
    ["select o.id, total from orders o join customers c on c.id = o.customer_id", ["orders", "customers", "orders.customer_id", "total"]],
    ["insert into s.customers (mail, name) values (%s, %(name)s)", ["s.customers", "s.customers.mail", "s.customers.name"]],
    ["select a::text, data ? 'k' from t", ["t", "t.a", "t.data"]],
    ["select x from ${table} where id = 1", ["x", "id"]],
    ["with w as (select mail from customers) select w.mail from w", ["customers", "mail"]],
  ])("%s", async (text, expected) => {
    expect(await mentionsOf(text)).toEqual(expect.arrayContaining(expected));
  });

  it("answers null for what is not SQL", async () => {
    expect(await mentionsOf("Select a file from the list of files")).toBeNull();
    expect(await mentionsOf("")).toBeNull();
  });
});
