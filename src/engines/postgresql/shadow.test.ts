import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LeadError } from "../../model/error.ts";
import type { Script } from "../../model/migration.ts";
import type { ScriptOutcome } from "../connection.ts";
import type { Shadow, ShadowRequest } from "../shadow.ts";
import { startServer } from "./shadow/native-server.ts";
import { isAlive } from "./shadow/private-folder.ts";
import { findPrograms } from "./shadow/server-programs.ts";
import { connectPostgresql } from "./connect.ts";
import { postgresqlShadow } from "./shadow.ts";

const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-test-"));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

const script = (text: string, transaction: Script["transaction"] = "shared"): Script => ({
  file: "change.sql",
  line: 1,
  text,
  transaction,
});
const base = script(
  "create table customers (id bigint generated always as identity primary key, mail text, n int);\ncreate table orders (id int primary key, customer_id bigint)",
);
const seed = script("insert into customers (mail, n) select 'm' || g, g from generate_series(1, 2000) g");
const request = (settings: Readonly<Record<string, unknown>> = { kind: "embedded" }): ShadowRequest => ({
  base: [base],
  seed: [seed],
  version: "18",
  settings,
  cacheFolder,
});

/** The folder of a native server's programs, or why there is none. */
function findNative(): { readonly bin: string } | { readonly missing: string } {
  try {
    return { bin: findPrograms(process.env["DBLEAD_TEST_POSTGRESQL_BIN"] ?? null, "18").bin };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
const native = findNative();
const isRequired = (process.env["DBLEAD_REQUIRE_ENGINES"] ?? "").split(",").includes("postgresql");
if ("missing" in native && !isRequired) console.info(`Native PostgreSQL tests are skipped: ${native.missing}`);

function summarise(outcome: ScriptOutcome): readonly string[] {
  return outcome.statements.map((trace) =>
    [
      trace.blocks.map((block) => `${block.object}=${block.vendorMode}/${block.for}`).join(","),
      `rewrites:${trace.rewrites.join(",")}`,
      `scans:${trace.scans.join(",")}`,
    ].join(" "),
  );
}

const kinds = [
  { kind: "embedded", settings: { kind: "embedded", "statement-limit-ms": 2000 }, runs: true },
  {
    kind: "native",
    settings: { "statement-limit-ms": 2000, kind: "native", ...("bin" in native ? { bin: native.bin } : {}) },
    runs: "bin" in native || isRequired,
  },
] as const;

for (const { kind, settings, runs } of kinds) {
  describe.skipIf(!runs)(`${kind} shadow`, () => {
    let shadow: Shadow;
    beforeAll(async () => {
      shadow = await postgresqlShadow.open(request(settings));
    });
    afterAll(async () => shadow[Symbol.asyncDispose]());

    it("reads locks, rewrites and scans of known statements from the server", async () => {
      await using fork = await shadow.fork();
      const outcome = await fork.connection.execute(
        script(
          `alter table customers add column a int;
           alter table customers alter column n type bigint;
           alter table customers alter column mail set not null;
           create index by_mail on customers (mail);
           alter table orders add constraint k foreign key (customer_id) references customers;
           update customers set a = 1 where id < 10`,
          "none",
        ),
      );
      expect(outcome.error).toBeNull();
      expect(summarise(outcome)).toEqual([
        "public.customers=ACCESS EXCLUSIVE/moment rewrites: scans:",
        "public.customers=ACCESS EXCLUSIVE/rewrite rewrites:public.customers scans:public.customers",
        "public.customers=ACCESS EXCLUSIVE/scan rewrites: scans:public.customers",
        "public.customers=SHARE/build rewrites: scans:public.customers",
        expect.stringMatching(/public\.orders=SHARE ROW EXCLUSIVE/),
        expect.stringMatching(/^public\.customers=ROW EXCLUSIVE\/transaction rewrites: /),
      ]);
      expect(outcome.statements[3]?.created).toEqual(["public.by_mail"]);
      expect(outcome.statements[5]?.rowsWritten).toBe(9);
      expect(outcome.statements.every((trace) => trace.evidence.level === "executed" && trace.evidence.rows === "seed")).toBe(true);
    });

    it("shows each lock once in a shared transaction, and rolls everything back on an error", async () => {
      await using fork = await shadow.fork();
      const outcome = await fork.connection.execute(
        script("alter table customers add b int;\nalter table customers add c int;\nselect nothing from customers"),
      );
      expect(outcome.statements.map((trace) => trace.blocks.length)).toEqual([1, 0, 0]);
      expect(outcome.error).toMatchObject({ code: "42703", line: 3, file: "change.sql", excerpt: "select nothing from customers" });
      expect((await fork.connection.query("select * from customers limit 1"))[0]).not.toHaveProperty("b");
    });

    it("runs scripts with their own transactions, CONCURRENTLY, and blocks that commit", async () => {
      await using fork = await shadow.fork();
      const own = await fork.connection.execute(
        script("begin; alter table customers add b int; commit; create index on customers (b);", "none"),
      );
      expect(own.error).toBeNull();
      const alone = await fork.connection.execute(
        script(
          "create index concurrently i on customers (n);\ndo $$ begin for x in 1..3 loop update customers set b = x where id = x; commit; end loop; end $$",
          "none",
        ),
      );
      expect(alone.error).toBeNull();
      expect(alone.statements[0]?.blocks).toEqual([
        { object: "public.customers", blocks: "ddl", vendorMode: "SHARE UPDATE EXCLUSIVE", for: "build" },
      ]);
      if (kind === "embedded") expect(alone.statements[0]?.evidence.level).toBe("planned");
      expect(alone.statements[1]?.rowsWritten).toBe(3);
      const open = await fork.connection.execute(script("begin; alter table customers add z int", "none"));
      expect(open.error?.code).toBe("25000");
    });

    it("tells every lock with how long it was held, what was read and written, and what code that was called changed", async () => {
      await using fork = await shadow.fork();
      const outcome = await fork.connection.execute(
        script(
          `create function make() returns void language plpgsql as $$ begin execute 'create table made (a int)'; alter table orders add column z int; end $$;
           alter table customers add column a int;
           select make();
           do $$ begin perform pg_sleep(0.05); create type mood as enum ('good'); update customers set a = 1 where id < 10; perform count(*) from customers; end $$`,
        ),
      );
      expect(outcome.error).toBeNull();
      const [, alter, select, block] = outcome.statements;
      const held = alter?.locks?.find((lock) => lock.object === "public.customers");
      expect(held).toMatchObject({ kind: "table", vendorMode: "ACCESS EXCLUSIVE" });
      expect(held?.heldMs).toBeGreaterThan(50);
      expect(select?.created).toEqual(["public.made"]);
      expect(select?.altered).toEqual(["public.orders"]);
      expect(select?.locks).toMatchObject([{ object: "public.orders", vendorMode: "ACCESS EXCLUSIVE" }]);
      expect(block?.created).toEqual(["public.mood"]);
      expect(block?.access?.find((access) => access.object === "public.customers")).toMatchObject({ scans: 1, rowsRead: 2000, updated: 9 });
      expect(block?.access?.find((access) => access.object === "public.customers_pkey")).toMatchObject({ kind: "index" });
    });

    it("asks checks with a row put in, and takes it back", async () => {
      const check = { id: "c", summary: "", query: "select id from customers where n = -1", expects: "no-rows" as const };
      const probed = await shadow.connection.probe?.("insert into customers (mail, n) values ('x', -1)", [
        check,
        { ...check, query: "select 1 / 0" },
        check,
      ]);
      expect(probed).toMatchObject({ kind: "asked", answers: [{ kind: "failed", count: 1 }, { kind: "error" }, { kind: "failed" }] });
      expect(await shadow.connection.check(check)).toEqual({ kind: "passed" });
      expect(await shadow.connection.probe?.("insert into customers (id) values (1)", [])).toMatchObject({
        kind: "refused",
        error: { code: "428C9" },
      });
    });

    it("stops an endless statement from outside and stays usable", async () => {
      await using fork = await shadow.fork();
      const outcome = await fork.connection.execute(
        script(
          "update customers set mail = 'gone';\nwith recursive r(a) as (select 1 union all select a + 1 from r) select count(*) from r",
        ),
      );
      expect(outcome.error?.code).toBe("57014");
      expect(await fork.connection.query("select count(*)::int as n from customers where mail = 'gone'")).toEqual([{ n: 0 }]);
    });

    it.each([
      "copy customers to program 'id'",
      "select pg_read_file('postgresql.conf')",
      "alter system set fsync = on",
      "do $$ begin execute 'copy customers to program ''id'''; end $$",
    ])("refuses %s", async (text) => {
      const outcome = await shadow.connection.execute(script(text));
      expect(outcome.error?.code).toBe("statement-refused");
      expect(outcome.statements).toEqual([]);
    });

    it("keeps forks apart", async () => {
      await using one = await shadow.fork();
      await one.connection.execute(script("delete from customers; create role somebody"));
      await using two = await one.fork();
      expect(await two.connection.query("select count(*)::int as n from customers")).toEqual([{ n: 0 }]);
      expect(await shadow.connection.query("select count(*)::int as n from customers")).toEqual([{ n: 2000 }]);
    });

    it("plans application statements, checks and sizes without writing", async () => {
      const { connection } = shadow;
      expect(await connection.tryQuery("select mail from customers where id = ? and n = any(:list)")).toMatchObject({ kind: "runs" });
      expect(await connection.tryQuery("insert into customers (mail) values (${mail}) returning id")).toMatchObject({ kind: "runs" });
      expect(await connection.tryQuery("select email from customers where id = $1")).toMatchObject({
        kind: "fails",
        error: { code: "42703" },
      });
      const check = { id: "c", summary: "", query: "select id from customers where n > 1990", expects: "no-rows" as const };
      expect(await connection.check(check)).toEqual({ kind: "failed", count: 10 });
      expect(await connection.check({ ...check, query: "select count(*) = 2000 from customers", expects: "true" })).toEqual({
        kind: "passed",
      });
      expect(await connection.check({ ...check, query: "select nothing" })).toMatchObject({ kind: "error", error: { code: "42703" } });
      expect((await connection.sizes())["public.customers"]).toMatchObject({ rowsEstimated: 2000 });
      await expect(connection.query("delete from customers")).rejects.toThrow(LeadError);
      await expect(connection.query("commit; delete from customers")).rejects.toThrow("not a query");
    });
  });
}

describe.skipIf("missing" in native && !isRequired)("sessions at work beside a change", () => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await postgresqlShadow.open(request({ kind: "native", ...("bin" in native ? { bin: native.bin } : {}) }));
  });
  afterAll(async () => shadow[Symbol.asyncDispose]());
  const queries = [{ text: "select mail from customers where id = ?", source: "code" as const }];
  const objects = ["public.customers"];
  /** Held long enough to be seen, whatever the machine does. */
  const slow = script("alter table customers add column k int; select pg_sleep(0.4)");

  it("wait for a lock that it holds, and what an idle session had prepared fails", async () => {
    await using fork = await shadow.fork();
    const seen = await fork.observeBlocking?.({ scripts: [slow], objects, queries, scenario: "plain" });
    const waits = (seen?.waits ?? []).filter((wait) => wait.kind === "behind-lock");
    expect(new Set(waits.map((wait) => wait.operation))).toEqual(new Set(["read", "write"]));
    expect(waits.map((wait) => wait.query)).toContain("select mail from customers where id = ?");
    for (const wait of waits)
      expect(wait).toMatchObject({ file: "change.sql", line: 1, object: "public.customers", heldMode: "ACCESS EXCLUSIVE" });
    expect(Math.max(...waits.map((wait) => wait.waitedMs))).toBeGreaterThan(200);
    expect(seen?.preparedFailures.map((failure) => failure.error)).toContain("cached plan must not change result type");
    expect(seen?.workload.every((load) => load.runs > 0)).toBe(true);
  });

  it("queue up behind it while it waits for an old transaction, also where its lock timeout ends that", async () => {
    await using fork = await shadow.fork();
    const impatient = script("set local lock_timeout = '300ms'; alter table customers add column l int");
    const seen = await fork.observeBlocking?.({
      scripts: [script("alter table customers add column k int"), impatient],
      objects,
      queries,
      scenario: "old-transaction",
    });
    const waits = seen?.waits ?? [];
    expect(waits.filter((wait) => wait.kind === "change-waits").map((wait) => [wait.query, wait.wantedMode, wait.heldMode])).toContainEqual(
      ["an old open transaction", "ACCESS EXCLUSIVE", "ACCESS SHARE"],
    );
    expect(waits.filter((wait) => wait.kind === "behind-queue" && wait.wantedMode === "ACCESS SHARE").length).toBeGreaterThan(0);
    expect(await fork.connection.query("select k, l from customers limit 1")).toEqual([{ k: null, l: null }]);
  });

  it("do not wait for what blocks nobody", async () => {
    await using fork = await shadow.fork();
    const seen = await fork.observeBlocking?.({
      scripts: [script("create index concurrently on customers (n)", "none")],
      objects,
      queries,
      scenario: "plain",
    });
    expect(seen?.waits.filter((wait) => wait.kind !== "change-waits")).toEqual([]);
  });
});

describe.skipIf("missing" in native && !isRequired)("a server that runs already", () => {
  it("holds private databases while they are needed, and is read through a read-only connection", async () => {
    await using server = await startServer(findPrograms("bin" in native ? native.bin : null, "18"), cacheFolder);
    const { host, port } = server.connectTo("postgres");
    const url = (database: string): string => `postgres://postgres@localhost:${port}/${database}?host=${encodeURIComponent(host ?? "")}`;
    const databases = async (): Promise<unknown> =>
      (await server.admin.run("select datname from pg_database where datname like 'dblead%'")).at(-1)?.rows.length;
    const shadow = await postgresqlShadow.open(request({ url: url("postgres") }));
    const fork = await shadow.fork();
    expect(
      await fork.connection.query(
        "select count(*)::int as n, (select rolsuper from pg_roles where rolname = current_user) as is_super from customers",
      ),
    ).toEqual([{ n: 2000, is_super: false }]);
    // The base, the base with its seed, the shadow and its copy.
    expect(await databases()).toBe(4);
    await fork[Symbol.asyncDispose]();
    await shadow[Symbol.asyncDispose]();
    expect(await databases()).toBe(0);
    await using live = await connectPostgresql({ url: url("postgres"), target: "shop", access: "read-only" });
    expect(live.server).toMatchObject({ flavour: "PostgreSQL", kind: "native" });
    await expect(live.execute(script("create table x (a int)"))).rejects.toMatchObject({ code: "statement-refused" });
    await expect(live.query("select pg_terminate_backend(1)")).rejects.toMatchObject({ code: "statement-refused" });
    await expect(live.query("with w as (select set_config('a.b', lo_create(0)::text, true)) select * from w")).rejects.toThrow("read-only");
    await expect(connectPostgresql({ url: url("nowhere"), target: "shop", access: "read-only" })).rejects.toMatchObject({
      code: "target-unreachable",
    });
  });
});

describe("embedded shadow", () => {
  it("uses a kept state again, loads extensions by name, and leaves nothing behind", async () => {
    const withExtension = { ...request(), base: [script("create extension citext; create table a (c citext)")], seed: [] };
    const first = await postgresqlShadow.open(withExtension);
    await first[Symbol.asyncDispose]();
    const kept = readdirSync(join(cacheFolder, "postgresql")).sort();
    const second = await postgresqlShadow.open(withExtension);
    expect(await second.connection.query("select 'A'::citext = 'a'::citext as same")).toEqual([{ same: true }]);
    expect((await second.connection.execute(script("create extension pg_trgm"))).error).toBeNull();
    expect(await second.connection.query("select count(*)::int as n from a")).toEqual([{ n: 0 }]);
    await second[Symbol.asyncDispose]();
    expect(readdirSync(join(cacheFolder, "postgresql")).sort()).toEqual(kept);
    const left = readdirSync(join(tmpdir(), `dblead-${process.getuid?.() ?? 0}`)).filter((name) =>
      name.startsWith(`shadow-${process.pid}-`),
    );
    expect(left).toEqual([]);
  });

  it("names script, line and reason of a base that fails", async () => {
    const broken = {
      ...request(),
      base: [base, { ...script("select 1;\n\nalter table nowhere add x int"), file: "0002.sql", line: 3 }],
      seed: [],
    };
    const error = await postgresqlShadow.open(broken).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "schema-unreadable" });
    expect(String(error)).toContain('0002.sql:5:1: relation "nowhere" does not exist (42P01): alter table nowhere add x int');
  });

  it("caps the level when the target is of another version, and refuses unknown settings", async () => {
    await using shadow = await postgresqlShadow.open({ ...request(), version: "16" });
    const outcome = await shadow.connection.execute(script("alter table customers add b int"));
    expect(outcome.statements[0]?.evidence).toMatchObject({
      level: "planned",
      limits: expect.stringContaining("the target is version 16"),
    });
    await expect(postgresqlShadow.open(request({ knd: "native" }))).rejects.toThrow('unknown key "knd"');
  });

  it("ends with its parent, even while a statement runs", async () => {
    const program = `
      const { postgresqlShadow } = await import(${JSON.stringify(new URL("./shadow.ts", import.meta.url).href)});
      const shadow = await postgresqlShadow.open(${JSON.stringify({ ...request(), base: [], seed: [] })});
      const [{ pid }] = [{ pid: shadow.connection.session.host.child.pid }];
      console.log(pid);
      await shadow.connection.execute({ file: "x", line: 1, text: "select pg_sleep(600)", transaction: "none" });`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const child = await new Promise<number>((resolve) => parent.stdout.once("data", (data: Buffer) => resolve(Number(String(data)))));
    expect(isAlive(child)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    parent.kill("SIGKILL");
    for (let turn = 0; turn < 50 && existsSync(`/proc/${child}`); turn += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAlive(child)).toBe(false);
  });
});
