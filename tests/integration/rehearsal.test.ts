// Small applications with their own tests, run against a recorder; what they asked is asked again after each step of a change.
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { ReplayFailure } from "../../src/engines/rehearsal.ts";
import { describeIsolation } from "../../src/project/test-run.ts";
import { testPrograms } from "../support/postgresql-server.ts";
import { openRehearsed, type Rehearsed, rehearse } from "../support/rehearsed-application.ts";

if (testPrograms === null) console.log("rehearsals are not tested: DBLEAD_TEST_POSTGRESQL_BIN names no server");

const head = `import { deepEqual, equal, rejects } from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import pg from "pg";
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
after(() => pool.end());
`;
const places = (failures: readonly ReplayFailure[]): readonly string[] =>
  failures.map(
    ({ step, session, file, line, error }) => `${step.number} ${session} ${file ?? "?"}:${line ?? "?"} ${error.code} ${error.message}`,
  );

/** One table for each defect, so that each step breaks one test. */
const shop: Rehearsed = {
  base: `create table users (id int generated always as identity primary key, mail text, secret text);
create table orders (id int generated always as identity primary key, total int not null, note text);
create table carts (id int generated always as identity primary key, owner text);
create type mood as enum ('good', 'bad');
create table visits (id int generated always as identity primary key, mood mood not null default 'good', label text);`,
  files: {
    "app/shop.js": `export async function addUser(db, mail) {
  return db.query("insert into users (mail, secret) values ($1, 'hunter-2')", [mail]);
}
export async function readUser(db, mail) {
  return (await db.query("select secret from users where mail = $1", [mail])).rows[0];
}
export async function order(db, total) {
  const text = "insert into orders (total) values ($1) returning *";
  return (await db.query({ name: "order", text, values: [total] })).rows[0];
}
export async function fill(db) {
  await db.query("insert into carts default values");
}
export async function visit(db, mood) {
  await db.query("insert into visits (mood, label) values ('" + mood + "', 'first')");
  return (await db.query("select * from visits where label = 'first'")).rows[0];
}
`,
    "test/shop.test.js": `${head}import { addUser, fill, order, readUser, visit } from "../app/shop.js";
test("reads a user", async () => {
  await addUser(pool, "ada@example.org");
  equal((await readUser(pool, "ada@example.org")).secret, "hunter-2");
});
test("orders twice", async () => {
  equal((await order(pool, 7)).total, 7);
  equal((await order(pool, 8)).total, 8);
});
test("fills a cart", () => fill(pool));
test("visits", async () => {
  equal((await visit(pool, "bad")).mood, "bad");
});
`,
  },
  change: [
    "alter table users drop column secret",
    "alter table orders alter column total type bigint",
    "alter table carts alter column owner set not null",
    "alter table visits rename column label to title",
    `alter type mood rename to old_mood; create type mood as enum ('good'); delete from visits where mood = 'bad';
alter table visits alter column mood drop default, alter column mood type mood using mood::text::mood; drop type old_mood;`,
  ],
};

describe.skipIf(testPrograms === null)("what tests asked, asked again after each step", () => {
  test("each planted defect is found at its step, with the line of code, and no value is told", async () => {
    const replay = await rehearse(shop);
    expect(places(replay.failures)).toEqual([
      '1 fresh app/shop.js:2 42703 column "secret" of relation "users" does not exist',
      '1 fresh app/shop.js:5 42703 column "secret" does not exist',
      "2 prepared app/shop.js:9 0A000 cached plan must not change result type",
      '3 fresh app/shop.js:12 23502 null value in column "owner" of relation "carts" violates not-null constraint',
      '4 fresh app/shop.js:15 42703 column "label" of relation "visits" does not exist',
      '4 fresh app/shop.js:16 42703 column "label" does not exist',
    ]);
    expect(replay.failures.map((failure) => failure.test)).toContain("shop.test.js > orders twice");
    expect(replay.failures.map((failure) => failure.query)).toContain("insert into visits (mood, label) values ($1, $2)");
    expect(replay).toMatchObject({ tests: 4, leftOut: 0 });
    expect(replay.remarks).toEqual([
      expect.stringMatching(/^step 3 stops on rows that the tests write \(V4\.sql:1: column "owner" .* null values/),
    ]);
    expect(JSON.stringify([replay.failures, replay.recording])).not.toMatch(/hunter|ada@|'first'/);
  });

  test("a field that select * does not give any more, and a value that a type does not have any more", async () => {
    const replay = await rehearse({
      base: "create table users (id int primary key, mail text); create type mood as enum ('good', 'bad'); create table days (mood mood);",
      files: {
        "test/users.test.js": `${head}
const all = async () => (await pool.query("select * from users")).rows;
test("reads everything", async () => {
  await pool.query("insert into users values (1, 'x')");
  equal((await all())[0].mail, "x");
});
test("notes a day", async () => {
  await pool.query("insert into days values ($1)", ["bad"]);
});
`,
      },
      change: [
        "alter table users rename column mail to email",
        "alter type mood rename to was; create type mood as enum ('good'); alter table days alter column mood type mood using 'good'::mood; drop type was;",
      ],
    });
    expect(places(replay.failures)).toEqual([
      '1 fresh test/users.test.js:7 field-gone it answers without the field "mail"',
      "2 fresh test/users.test.js:13 22P02 invalid input value for enum mood",
    ]);
    expect(replay.ifPrepared).toEqual([]);
  });

  test("each test finds the rows that it saw, in transactions, on several connections; what breaks nobody is told by nobody", async () => {
    await using made = await openRehearsed({
      base: "create table users (id serial primary key, mail text unique, status text default 'new'); create table posts (id serial primary key, user_id int references users, body varchar(20));",
      files: {
        "test/blog.test.js": `${head}
const take = async (t) => { const client = await pool.connect(); t.after(() => client.release(true)); return client; };
test("signs up in a transaction", async (t) => {
  const client = await take(t);
  await client.query("begin");
  const { rows } = await client.query("insert into users (mail) values ($1) returning id, status", ["a"]);
  await client.query("savepoint s");
  await rejects(client.query("insert into posts (user_id) values (999)"));
  await client.query("rollback to s");
  await client.query("insert into posts (user_id, body) values ($1, $2)", [rows[0].id, "hello"]);
  await client.query("commit");
});
test("finds what the first test wrote, and takes back what it does", async (t) => {
  const [a, b] = await Promise.all([take(t), take(t)]);
  await a.query("begin");
  const { rows } = await a.query("select p.id, u.mail from posts p join users u on u.id = p.user_id");
  deepEqual(rows, [{ id: 2, mail: "a" }]);
  await a.query("insert into users (mail) values ('b')");
  equal((await b.query("select count(*)::int as n from users")).rows[0].n, 1);
  await a.query("rollback");
});
test("refuses a mail twice", async () => {
  await rejects(pool.query("insert into users (mail) values ('a')"), /duplicate key/);
});
test("many at once on one client", async () => {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("set search_path to public; create temp table seen (id int)");
  await Promise.all([1, 2, 3].map((id) => client.query("insert into seen values ($1)", [id])));
  equal((await client.query("select * from seen")).rows.length, 3);
  await client.end();
});
test("deletes", async () => {
  await pool.query("delete from posts where user_id = (select id from users where mail = $1)", ["a"]);
});
test("begins as new", async () => {
  equal((await pool.query("insert into users (mail) values ('z') returning status")).rows[0].status, "new");
});
`,
      },
      change: [
        "alter table users add column bio text; create table tags (id int);",
        {
          text: "set lock_timeout = '2s';\ncreate index concurrently on posts (user_id);\nalter table posts alter column body type text;\n",
          transaction: "none",
        },
        "comment on table users is 'people'; alter table users alter column status set default 'fresh';",
        "alter table posts add constraint no_posts check (user_id is null) not valid",
      ],
    });
    expect(made.rehearsal.steps.map(({ file, line }) => `${file}:${line}`)).toEqual([
      "V2.sql:1",
      "V3.sql:2",
      "V3.sql:3",
      "V4.sql:1",
      "V5.sql:1",
    ]);
    const base = await made.run();
    expect(base.run.outcome, base.run.tail).toBe("passed");
    expect(base.recording.schema).toBe("given");
    const replay = await made.rehearsal.replay(base.recording, 60_000);
    // Nothing before the last step; and the test that only reads what was there before is not told of what the first one met.
    expect(places(replay.failures)).toEqual([
      '5 fresh test/blog.test.js:15 23514 new row for relation "posts" violates check constraint "no_posts"',
    ]);
    expect(replay.leftOut).toBe(0);
    // What only the code can tell: a value that it does not expect.
    const after = await made.run("after");
    expect(after.run.outcome).toBe("failed");
    expect(after.run.tail).toContain("'fresh'");
  });

  test("tests that make their schema count by what they ask", async () => {
    const replay = await rehearse({
      base: "create table users (id serial primary key, mail text unique, phone text); create table schema_migrations (version text);",
      ignored: ["schema_migrations"],
      files: {
        "test/own.test.js": `${head}
beforeEach(async () => {
  await pool.query("drop schema public cascade; create schema public");
  await pool.query("create table users (id serial primary key, mail text unique, phone text); create table schema_migrations (version text primary key); insert into schema_migrations values ('1')");
});
for (const name of ["one", "two"]) test(name, async () => {
  const { rows } = await pool.query("insert into users (mail, phone) values ('same', $1) returning id", [name]);
  equal(rows[0].id, 1);
  await pool.query("select phone from users");
});
`,
      },
      change: ["alter table users add column bio text", "alter table users drop column phone; drop table schema_migrations"],
    });
    expect(replay.recording.schema).toBe("own");
    expect(replay.leftOut).toBe(0);
    expect(new Set(places(replay.failures))).toEqual(
      new Set([
        '2 fresh test/own.test.js:12 42703 column "phone" of relation "users" does not exist',
        '2 fresh test/own.test.js:14 42703 column "phone" does not exist',
      ]),
    );
  });

  test("without a hook everything is one test; the role of the application needs its grants", async () => {
    const replay = await rehearse({
      base: "create role clerk; create table users (id int, mail text); grant select, insert on users to clerk;",
      role: "clerk",
      command: "NODE_OPTIONS= node --test",
      files: {
        "test/a.test.js": `${head}
test("reads", async () => {
  await pool.query("insert into users values (1, 'x')");
  equal((await pool.query("select current_user as me, mail from users")).rows[0].me, "clerk");
});
`,
      },
      change: ["alter table users add column bio text", "revoke insert on users from clerk"],
    });
    expect(places(replay.failures)).toEqual(["2 fresh ?:? 42501 permission denied for table users"]);
    expect(replay.failures[0]).toMatchObject({ test: null, query: "insert into users values ($1, $2)" });
  });

  test("a suite reaches its database and nothing else, keeps no secret of ours, may make databases, and is ended from outside", async () => {
    await using elsewhere = await listenElsewhere();
    process.env["SHOP_SECRET"] = "do-not-tell";
    await using made = await openRehearsed({
      base: "create table users (id int);",
      files: {
        "test/hostile.test.js": `${head}import { connect } from "node:net";
test("looks around", async () => {
  equal(process.env.SHOP_SECRET, undefined);
  await pool.query("create database mine");
  await rejects(pool.query("create role boss superuser"));
  await rejects(pool.query("copy users to program 'id'"));
  await rejects(pool.query("select pg_read_file('/etc/passwd')"));
  const reached = await new Promise((resolve) => {
    const socket = connect(${elsewhere.port}, "127.0.0.1", () => resolve("reached"));
    socket.on("error", () => resolve("alone"));
  });
  equal(reached, ${JSON.stringify(describeIsolation().some((limit) => limit.includes("network")) ? "reached" : "alone")});
});
`,
      },
      change: [],
    });
    const first = await made.run();
    expect(first.run.outcome, first.run.tail).toBe("passed");
    expect(first.recording.schema).toBe("own");
    // The database that it made is gone with it.
    const second = await made.run();
    expect(second.run.outcome, second.run.tail).toBe("passed");
    delete process.env["SHOP_SECRET"];
  });
});

async function listenElsewhere(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
