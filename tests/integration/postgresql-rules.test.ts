// What the rules claim, read from servers: each bad example runs in a transaction, and the strongest lock per object and its rewrite are compared with the claim.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepsStorage } from "../../src/engines/postgresql/lint/type-widening.ts";
import { parsePostgresql } from "../../src/engines/postgresql/parse.ts";
import { lintPostgresql, postgresqlRules } from "../../src/engines/postgresql/rules.ts";
import { startServer } from "../../src/engines/postgresql/shadow/native-server.ts";
import { findPrograms } from "../../src/engines/postgresql/shadow/server-programs.ts";
import { postgresqlShadow } from "../../src/engines/postgresql/shadow.ts";
import type { Rule } from "../../src/engines/rule.ts";
import type { Shadow } from "../../src/engines/shadow.ts";
import type { Script } from "../../src/model/migration.ts";
import { nativePrograms } from "../support/postgresql-server.ts";

const rules = await postgresqlRules();

interface Session extends AsyncDisposable {
  exec(text: string): Promise<void>;
  query(text: string, values: readonly (string | number)[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
interface Place {
  readonly title: string;
  readonly major: number;
  readonly open: () => Promise<Session>;
}

async function openEmbedded(): Promise<Session> {
  const database = new PGlite({ extensions: { citext } });
  await database.waitReady;
  return {
    exec: async (text) => void (await database.exec(text)),
    query: async (text, values) => (await database.query<Readonly<Record<string, unknown>>>(text, [...values])).rows,
    [Symbol.asyncDispose]: () => database.close(),
  };
}

async function openNative(bin: string | null, wanted: string): Promise<Session> {
  const cache = await mkdtemp(join(tmpdir(), "dblead-rules-"));
  const server = await startServer(findPrograms(bin, wanted), cache);
  const client = new Client({ ...server.connectTo("postgres"), user: "postgres" });
  await client.connect();
  return {
    exec: async (text) => void (await client.query(text)),
    query: async (text, values) => (await client.query(text, [...values])).rows,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await server[Symbol.asyncDispose]();
      await rm(cache, { recursive: true, force: true });
    },
  };
}

/** The embedded server, and one native server for each major version that is named or that this machine has. */
function findPlaces(): readonly Place[] {
  const embedded: Place = { title: "PGlite", major: 18, open: openEmbedded };
  const isRequired = (process.env["DBLEAD_REQUIRE_ENGINES"] ?? "").split(/[\s,]+/).includes("postgresql");
  const found = new Map<number, string | null>(nativePrograms());
  try {
    for (const wanted of ["14", "15", "16", "17", "18"]) {
      const major = Number(findPrograms(null, wanted).version.split(".")[0]);
      if (!found.has(major)) found.set(major, null);
    }
  } catch (error) {
    if (isRequired && found.size === 0) throw error;
    console.log(`claims are read from the servers that are named only: ${error instanceof Error ? error.message : String(error)}`);
  }
  const native = [...found].toSorted(([a], [b]) => a - b);
  return [
    embedded,
    ...native.map(([major, bin]): Place => ({ title: `PostgreSQL ${major}`, major, open: () => openNative(bin, String(major)) })),
  ];
}

/** Rules whose bad examples the server refuses, with its code: that is what they are about. */
const refused: Readonly<Record<string, string>> = {
  "no-add-required-column-without-default": "23502",
  "no-concurrent-index-on-partitioned-table": "0A000",
  "no-drop-database": "25001",
  "no-repeated-assignment": "42601",
  "no-serial-type-change": "42704",
  "require-partition-key-in-key": "0A000",
  "no-concurrently-in-transaction": "25001",
  "no-new-enum-value-in-transaction": "55P04",
};
/** Rules about statements that run outside a transaction only, where locks are gone before they can be read. */
const outside: readonly string[] = ["no-vacuum-full", "no-concurrent-index-on-partitioned-table", "no-if-not-exists-on-concurrent-index"];

/** First major version that knows what an example uses. */
function sinceOf(text: string): number {
  if (/\bVIRTUAL\b|ADD CONSTRAINT \w+ NOT NULL|\bNOT ENFORCED\b/.test(text)) return 18;
  if (/security_invoker/.test(text)) return 15;
  return /^CREATE TYPE .* ADD VALUE/.test(text) ? 17 : 14;
}

/** Weakest first, as pg_locks spells them. */
const modes =
  "AccessShareLock RowShareLock RowExclusiveLock ShareUpdateExclusiveLock ShareLock ShareRowExclusiveLock ExclusiveLock AccessExclusiveLock".split(
    " ",
  );
const spell = (mode: string): string =>
  mode
    .replace(/Lock$/, "")
    .replaceAll(/(?<=.)([A-Z])/g, " $1")
    .toUpperCase();

interface Standing {
  readonly oid: number;
  readonly file: number;
}

/** SQLSTATE of the failure, or null. */
async function codeOf(action: Promise<void>): Promise<string | null> {
  try {
    await action;
    return null;
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error) return String(error.code);
    throw error;
  }
}

class Bench {
  readonly #session: Session;
  constructor(session: Session) {
    this.#session = session;
  }

  async run(text: string): Promise<void> {
    const statements = await parsePostgresql({ file: "example.sql", line: 1, text, transaction: "none" });
    for (const statement of statements) await this.#session.exec(statement.text);
  }

  async runInTransaction(text: string): Promise<void> {
    await this.#session.exec("BEGIN");
    await this.run(text);
  }

  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    await this.#session.exec(how);
  }

  async reset(given: string): Promise<void> {
    await this.run(
      "ROLLBACK; RESET ALL; DISCARD TEMP; DROP PUBLICATION IF EXISTS feed; DROP SCHEMA IF EXISTS app CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public",
    );
    const roles = await this.#session.query("select rolname from pg_roles where rolname like 'lint\\_%'", []);
    for (const { rolname } of roles) await this.run(`DROP OWNED BY ${String(rolname)}; DROP ROLE ${String(rolname)}`);
    await this.run(given);
  }

  async standingOf(name: string): Promise<Standing> {
    const [row] = await this.#session.query("select oid::int as oid, relfilenode::int as file from pg_class where oid = to_regclass($1)", [
      name,
    ]);
    if (row === undefined) throw new Error(`the claim names ${name}, which given does not make`);
    return { oid: Number(row["oid"]), file: Number(row["file"]) };
  }

  async strongestLock(oid: number): Promise<string> {
    const rows = await this.#session.query(
      "select mode from pg_locks where locktype = 'relation' and granted and relation = $1::int and pid = pg_backend_pid()",
      [oid],
    );
    const strongest = rows.map(({ mode }) => String(mode)).toSorted((a, b) => modes.indexOf(b) - modes.indexOf(a))[0];
    return strongest === undefined ? "none" : spell(strongest);
  }

  /** Null: the object is gone. */
  async isRewritten({ oid, file }: Standing): Promise<boolean | null> {
    const [row] = await this.#session.query("select relfilenode::int as file from pg_class where oid = $1::int", [oid]);
    return row === undefined ? null : Number(row["file"]) !== file;
  }
}

describe.each(findPlaces())("$title", ({ major, open }) => {
  let session: Session;
  let bench: Bench;
  beforeAll(async () => {
    session = await open();
    bench = new Bench(session);
  });
  afterAll(async () => session[Symbol.asyncDispose]());

  const claiming = rules.filter((rule) => Object.keys(rule.claims).length > 0);
  const others = rules.filter((rule) => Object.keys(rule.claims).length === 0);
  const examples = (of: readonly Rule[], kind: "bad" | "good") =>
    of.flatMap((rule) =>
      rule.examples[kind].filter((text) => sinceOf(text) <= major).map((text) => ({ id: rule.id, text, rule }) as const),
    );

  it("most rules claim something that a server can show", () => {
    expect(claiming.length).toBeGreaterThanOrEqual(30);
  });

  it.each(examples(claiming, "bad"))("$id does what it claims: $text", async ({ text, rule }) => {
    await bench.reset(rule.given);
    const before = new Map<string, Standing>();
    for (const name of Object.keys(rule.claims)) before.set(name, await bench.standingOf(name));
    await bench.runInTransaction(text);
    for (const [name, claim] of Object.entries(rule.claims)) {
      const standing = before.get(name);
      if (standing === undefined) throw new Error(`no standing of ${name}`);
      if (claim.mode !== undefined) expect(await bench.strongestLock(standing.oid), `lock on ${name}`).toBe(claim.mode);
      if (claim.rewrites !== undefined) expect(await bench.isRewritten(standing), `rewrite of ${name}`).toBe(claim.rewrites);
    }
  });

  it.each(examples(others, "bad"))("$id runs, or is refused as it says: $text", async ({ id, text, rule }) => {
    await bench.reset(rule.given);
    expect(await codeOf(outside.includes(id) ? bench.run(text) : bench.runInTransaction(text))).toBe(refused[id] ?? null);
  });

  it.each(examples(rules, "good"))("$id lets pass what runs and rewrites nothing: $text", async ({ text, rule }) => {
    await bench.reset(rule.given);
    const rewriting = Object.entries(rule.claims).filter(([, claim]) => claim.rewrites === true);
    const before = new Map<string, Standing>();
    for (const [name] of rewriting) before.set(name, await bench.standingOf(name));
    const code = await codeOf(bench.runInTransaction(text));
    if (code === "25001") {
      await bench.end("ROLLBACK");
      return bench.run(text);
    }
    expect(code).toBeNull();
    for (const [name, standing] of before) expect(await bench.isRewritten(standing), `rewrite of ${name}`).not.toBe(true);
    await bench.end("COMMIT");
  });

  it("keepsStorage says of each pair of types what the server does", async () => {
    const types = [
      "integer|1",
      "bigint|1",
      "numeric(10,2)|1.5",
      "numeric(12,2)|1.5",
      "numeric(12,3)|1.5",
      "numeric|1.5",
      "character varying(10)|a",
      "character varying(20)|a",
      "character varying|a",
      "character(5)|a",
      "character(8)|a",
      "text|a",
      "text[]|{a}",
      "character varying(10)[]|{a}",
      "timestamp(3) without time zone|2025-01-01",
      "timestamp without time zone|2025-01-01",
      "timestamp with time zone|2025-01-01",
      "time(3) without time zone|10:00",
      "time without time zone|10:00",
      "bit varying(4)|1",
      "bit varying(8)|1",
      "bit varying|1",
      "cidr|10.0.0.0/8",
      "inet|10.0.0.0/8",
      "json|{}",
      "jsonb|{}",
      "date|2025-01-01",
      "citext|a",
    ].map((line) => line.split("|") as [string, string]);
    await bench.reset("CREATE EXTENSION citext; SET timezone = 'Europe/Berlin'");
    const wrong: string[] = [];
    for (const [from, value] of types) {
      for (const [to] of types) {
        await bench.runInTransaction(`CREATE TABLE t (v ${from}); INSERT INTO t VALUES ('${value}')`);
        const standing = await bench.standingOf("t");
        const code = await codeOf(bench.run(`ALTER TABLE t ALTER COLUMN v TYPE ${to}`));
        const isKept = code === null && (await bench.isRewritten(standing)) === false;
        if (code === null && isKept !== keepsStorage(from, to)) wrong.push(`${from} → ${to}: the server ${isKept ? "keeps" : "rewrites"}`);
        await bench.end("ROLLBACK");
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("with a schema read from a server as the base", () => {
  let shadow: Shadow;
  let cacheFolder: string;
  const toScript = (text: string): Script => ({ file: "migration.sql", line: 1, text, transaction: "own" });
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "dblead-rules-"));
    shadow = await postgresqlShadow.open({ base: [], seed: [], version: "18", settings: {}, cacheFolder });
  });
  afterAll(async () => {
    await shadow[Symbol.asyncDispose]();
    await rm(cacheFolder, { recursive: true, force: true });
  });

  /** Rules that look at the schema before the statement, or at the one the set ends in. */
  const looking = (
    "no-add-primary-key-scan no-attach-partition-scan no-drop-constraint no-rewriting-type-change no-set-not-null-scan no-volatile-default " +
    "require-concurrent-index-drop require-concurrent-refresh require-foreign-key-index require-policy require-primary-key " +
    "require-row-level-security-for-policy no-redundant-index no-foreign-key-type-mismatch no-drop-of-referencing-table require-security-invoker " +
    "no-sequence-left-behind no-concurrent-index-on-partitioned-table no-drop-default"
  ).split(" ");

  it.each(rules.filter(({ id }) => looking.includes(id)).map((rule) => ({ id: rule.id, rule })))(
    "$id judges its examples as it does from the text",
    async ({ rule }) => {
      const reset =
        "DROP SCHEMA IF EXISTS app CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP ROLE IF EXISTS lint_reader, lint_worker;";
      const made = await shadow.connection.execute(toScript(`${reset} ${rule.given}`));
      expect(made.error).toBeNull();
      const base = await shadow.connection.introspect();
      const hits = async (text: string): Promise<boolean> => {
        const findings = await lintPostgresql({ scripts: [toScript(text)], base, version: "18", sizes: {}, levels: {} });
        return findings.some((finding) => finding.rule === rule.id);
      };
      for (const text of rule.examples.bad) expect(await hits(text), text).toBe(true);
      for (const text of rule.examples.good) expect(await hits(text), text).toBe(false);
    },
  );
});
