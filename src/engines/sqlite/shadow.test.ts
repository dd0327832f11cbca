import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../model/migration.ts";
import { connectTarget } from "./connect.ts";
import { sqliteShadow } from "./shadow.ts";

const script = (text: string, transaction: Script["transaction"] = "shared"): Script => ({ file: "a.sql", line: 1, text, transaction });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sqlite-shadow-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (base: string, settings: Readonly<Record<string, unknown>> = {}) =>
  sqliteShadow.open({ base: base === "" ? [] : [script(base)], seed: [], version: "3", settings, cacheFolder: join(folder, "cache") });

describe("a shadow", () => {
  test.each([
    ["attach database '/tmp/other.db' as other", "none"],
    ["vacuum into '/tmp/other.db'", "none"],
    ["select load_extension('x')", "none"],
    ["pragma writable_schema = 1", "none"],
    ["pragma max_page_count = 99999999", "none"],
  ] as const)("refuses %s", async (text, transaction) => {
    await using shadow = await open("create table t (a);");
    const { error } = await shadow.connection.execute(script(text, transaction));
    expect(error?.code).toBe("SQLITE_AUTH");
    expect(await shadow.connection.query("select count(*) as n from t")).toEqual([{ n: 0 }]);
  });

  test("refuses a base that reaches outside, by its own error code", async () => {
    await expect(open("attach database '/tmp/other.db' as other;")).rejects.toMatchObject({ code: "statement-refused" });
    await expect(open("create table t (a);\ncreate table t (a);")).rejects.toMatchObject({
      code: "schema-unreadable",
      message: expect.stringContaining("a.sql:2"),
    });
  });

  test("ends an endless statement from outside", async () => {
    await using shadow = await open("create table t (a);", { "statement-timeout-ms": 700 });
    const { error } = await shadow.connection.execute(
      script("with recursive x (n) as (select 1 union all select n + 1 from x) select count(*) from x;"),
    );
    expect(error?.code).toBe("SQLITE_INTERRUPT");
    await expect(shadow.connection.introspect()).rejects.toMatchObject({ code: "shadow-failed" });
  });

  test("an unknown setting is an error", async () => {
    await expect(open("", { timeout: 3 })).rejects.toMatchObject({ code: "configuration-invalid" });
  });

  test("traces what statements did", async () => {
    await using shadow = await open("create table t (a integer, b text); create table u (c);");
    const { statements } = await shadow.connection.execute(
      script(
        "insert into t values (1, 'x'), (2, 'y'); update t set b = 'z'; alter table t drop column b; create index t_a on t (a); drop table u;",
      ),
    );
    expect(statements.map((trace) => trace.rowsWritten)).toEqual([2, 2, 0, 0, 0]);
    expect(statements[1]?.scans).toEqual(["t"]);
    expect(statements[2]?.rewrites).toEqual(["t"]);
    expect(statements[3]?.created).toEqual(["t_a"]);
    expect(statements[4]?.dropped).toEqual(["u"]);
    for (const trace of statements)
      expect(trace.blocks).toEqual([{ object: "database", blocks: "writes", vendorMode: "RESERVED", for: "transaction" }]);
    expect(statements[0]?.evidence).toMatchObject({ level: "executed", concurrency: "observed" });
  });

  test("a rebuild is seen as a rewrite of the table", async () => {
    await using shadow = await open("create table t (a integer); insert into t values (1);");
    const { statements } = await shadow.connection.execute(
      script("create table t2 (a integer not null); insert into t2 select a from t; drop table t; alter table t2 rename to t;"),
    );
    expect(statements.at(-1)?.rewrites).toEqual(["t"]);
  });

  test("leaves nothing behind, and keeps its state by content", async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith("dblead-sqlite-")).length;
    const first = await open("create table kept (a); insert into kept values (7);");
    const fork = await first.fork();
    await fork[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await using second = await open("create table kept (a); insert into kept values (7);");
    expect(await second.connection.query("select a from kept")).toEqual([{ a: 7 }]);
    await second[Symbol.asyncDispose]();
    expect((await readdir(tmpdir())).filter((name) => name.startsWith("dblead-sqlite-")).length).toBeLessThanOrEqual(before + 1);
  });
});

describe("a live target", () => {
  test("is read and not written", async () => {
    const path = join(folder, "live.db");
    const database = new DatabaseSync(path);
    database.exec("create table t (a integer primary key, b text); insert into t values (1, 'x');");
    database.close();
    for (const url of [path, `sqlite:${path}`, `file://${path}`]) {
      await using connection = await connectTarget({ url, target: "shop", access: "read-only" });
      expect((await connection.introspect()).objects.map((object) => object.id)).toEqual(["table:t"]);
      expect(await connection.sizes()).toMatchObject({ t: { rowsEstimated: 1 } });
      expect((await connection.execute(script("insert into t values (2, 'y')"))).error?.code).toBe("SQLITE_READONLY");
      await expect(connection.query("delete from t")).rejects.toMatchObject({ code: "statement-refused" });
      expect(await connection.check({ id: "c", summary: "", query: "select 1 from t where b is null", expects: "no-rows" })).toEqual({
        kind: "passed",
      });
    }
  });

  test("errors say what is wrong", async () => {
    const connect = (url: string, access: "read-only" | "read-write" = "read-only") => connectTarget({ url, target: "shop", access });
    await expect(connect(join(folder, "none.db"))).rejects.toMatchObject({ code: "target-unreachable" });
    const text = join(folder, "text.db");
    await writeFile(text, "this is no database, and long enough to be looked at as one: ".repeat(40));
    await expect(connect(text)).rejects.toMatchObject({ code: "schema-unreadable" });
    if (process.getuid?.() === 0) return;
    const locked = join(folder, "locked.db");
    new DatabaseSync(locked).close();
    await chmod(locked, 0o400);
    await expect(connect(locked, "read-write")).rejects.toMatchObject({ code: "file-unwritable" });
  });
});
