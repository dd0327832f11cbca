import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Script } from "../../../model/migration.ts";
import type { ScriptOutcome } from "../../connection.ts";
import type { Shadow } from "../../shadow.ts";
import { postgresqlShadow } from "../shadow.ts";
import { findPrograms } from "./server-programs.ts";

/** One server of this machine, or those that DBLEAD_TEST_POSTGRESQL_BINS lists: what a role may do differs between versions. */
function folders(): readonly string[] {
  const listed = (process.env["DBLEAD_TEST_POSTGRESQL_BINS"] ?? "").split(delimiter).filter((folder) => folder !== "");
  try {
    return listed.length > 0 ? listed : [findPrograms(process.env["DBLEAD_TEST_POSTGRESQL_BIN"] ?? null, "18").bin];
  } catch (error) {
    console.info(`Untrusted statements are not tried on a native server: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-test-"));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));
const script = (text: string): Script => ({ file: "hostile.sql", line: 1, text, transaction: "none" });
const base = script("create table customers (id int primary key, mail text); insert into customers values (1, 'a')");
/** Put together at run time, so that no reading of the text sees what is run: the role itself must not be allowed to. */
const hidden = (text: string): string => {
  const middle = Math.floor(text.length / 2);
  const quote = (part: string): string => `'${part.replaceAll("'", "''")}'`;
  const halves = Array.from({ length: Math.ceil(text.length / 3) }, (_, at) => quote(text.slice(at * 3, at * 3 + 3)));
  return middle === 0 ? "" : `do $$ begin execute ${halves.join(" || ")}; end $$`;
};
const programs = folders();

describe.skipIf(programs.length === 0).each(programs)("what is reviewed on %s", (bin) => {
  let shadow: Shadow;
  const run = (text: string): Promise<ScriptOutcome> => shadow.connection.execute(script(text));
  beforeAll(async () => {
    const settings = { bin, "statement-limit-ms": 3000, "disk-limit-mb": 40 };
    shadow = await postgresqlShadow.open({ base: [base], seed: [], version: "18", settings, cacheFolder });
  });
  afterAll(async () => shadow[Symbol.asyncDispose]());

  it.each([
    "copy customers to program 'id'",
    "copy customers from '/etc/passwd'",
    "select pg_read_file('postgresql.conf')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "create extension dblink",
    "create extension file_fdw",
    "alter role current_user superuser",
    "grant postgres to current_user",
    "grant pg_execute_server_program to current_user",
    "grant pg_read_server_files to current_user",
    "set session authorization postgres",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    "create function f() returns int language c as 'libc', 'getpid'",
  ])("may not %s", async (text) => {
    const { error } = await run(hidden(text));
    expect(error?.code).toBe("42501");
    expect(await shadow.connection.query("select rolsuper from pg_roles where rolname = current_user")).toEqual([{ rolsuper: false }]);
  });

  it("lends no rights to code that an event trigger runs", async () => {
    await using fork = await shadow.fork();
    const spy = hidden("create role boss superuser")
      .replace(/^do \$\$/, "")
      .replace(/\$\$$/, "");
    const outcome = await fork.connection.execute(
      script(`create function spy() returns event_trigger language plpgsql as $$ ${spy} $$;
create event trigger spy on ddl_command_end execute function spy();
create extension amcheck;`),
    );
    expect(await fork.connection.query("select count(*)::int as n from pg_roles where rolname = 'boss'")).toEqual([{ n: 0 }]);
    // Either the trigger was kept quiet and the extension was made, or the extension was refused.
    if (outcome.error !== null) expect(outcome.error.code).toBe("42501");
  });

  it("makes ordinary roles, and none with rights over the server", async () => {
    expect((await run("create role boss superuser")).error?.code).toBe("42501");
    expect((await run("create role spy_2; grant pg_read_server_files to spy_2")).error?.code).toBe("42501");
    const outcome = await run(
      `create role app_reader; grant select on customers to app_reader;
       do $$ begin if not exists (select from pg_roles where rolname = 'app_writer') then create role app_writer; end if; end $$;
       grant insert on customers to app_writer; revoke select on customers from app_reader; drop role app_reader`,
    );
    expect(outcome.error).toBeNull();
  });

  it("is stopped when it does not end, even where it catches the stop", async () => {
    const endless = await run(
      "set statement_timeout = 0; do $$ begin loop begin perform pg_sleep(10); exception when query_canceled then null; end; end loop; end $$",
    );
    expect(endless.error?.code).toBe("57014");
    expect(await shadow.connection.query("select count(*)::int as n from customers")).toEqual([{ n: 1 }]);
  });

  it("is stopped when it fills the disk", async () => {
    await using fork = await shadow.fork();
    const outcome = await fork.connection.execute(
      script(
        "create table heap (x text); do $$ begin for i in 1..100000 loop insert into heap select repeat(md5(g::text), 20) from generate_series(1, 2000) g; commit; end loop; end $$",
      ),
    );
    expect(outcome.error).toMatchObject({ code: "57014" });
    expect(await fork.connection.query("select count(*)::int as n from customers")).toEqual([{ n: 1 }]);
  });

  it("gets no more memory than a limit", async () => {
    const { error } = await run("do $$ declare a text[]; begin for i in 1..14 loop a[i] := repeat('x', 400000000); end loop; end $$");
    expect(error?.code).toMatch(/^(?:53200|54000|57014)$/);
  });
});
