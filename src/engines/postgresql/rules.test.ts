import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../model/finding.ts";
import type { Script } from "../../model/migration.ts";
import type { Schema } from "../../model/schema.ts";
import type { Rule } from "../rule.ts";
import { replayStatements } from "./lint/text-replay.ts";
import { parsePostgresql } from "./parse.ts";
import { lintPostgresql, postgresqlRules } from "./rules.ts";

const rules = await postgresqlRules();
const script = (text: string, transaction: Script["transaction"]): Script => ({ file: "migration.sql", line: 1, text, transaction });

/** The schema that a text makes, read from the text alone. */
async function replay(text: string): Promise<Schema> {
  const statements = await parsePostgresql(script(text, "own"));
  return replayStatements({ engine: "postgresql", version: "18", objects: [], unmodelled: [] }, statements);
}

async function lint(rule: Rule, text: string, transaction: Script["transaction"]): Promise<readonly Finding[]> {
  const findings = await lintPostgresql({
    scripts: [script(text, transaction)],
    base: await replay(rule.given),
    version: "18",
    sizes: rule.sizes ?? {},
    levels: {},
  });
  return findings.filter((finding) => finding.rule === rule.id);
}

describe("the rules of PostgreSQL", () => {
  it("are all listed, one a file", () => {
    const files = readdirSync(fileURLToPath(new URL("rules", import.meta.url))).map((name) => name.replace(/\.ts$/, ""));
    expect(rules.map(({ id }) => id)).toEqual(files.toSorted());
    expect(rules.length).toBeGreaterThanOrEqual(100);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))("%s says what, why and what instead", (_id, rule) => {
    for (const text of [rule.what, rule.why, rule.instead]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(rule.source).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/18\/[a-z-]+\.html(?:#[A-Z0-9-]+)?$/);
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
    for (const peer of rule.covers) expect(peer).toMatch(/^[a-z_-]+:\w+/);
  });

  const bad = rules.flatMap((rule) => rule.examples.bad.map((text) => [rule.id, text, rule] as const));
  it.each(bad)("%s hits %s", async (_id, text, rule) => {
    expect((await lint(rule, text, "own")).length).toBeGreaterThan(0);
  });

  const good = rules.flatMap((rule) => rule.examples.good.map((text) => [rule.id, text, rule] as const));
  it.each(good)("%s passes %s", async (_id, text, rule) => {
    expect(await lint(rule, text, "own")).toEqual([]);
  });

  const fixable = rules.flatMap((rule) => (rule.fix === undefined ? [] : rule.examples.bad.map((text) => [rule.id, text, rule] as const)));
  it.each(fixable)("the fix of %s cures %s", async (_id, text, rule) => {
    for (const transaction of ["none", "own"] as const) {
      const fix = (await lint(rule, text, transaction)).find((finding) => finding.fix !== undefined)?.fix;
      if (fix === undefined) continue;
      const cured = text.slice(0, fix.start) + fix.text + text.slice(fix.end);
      expect(await lint(rule, cured, transaction), cured).toEqual([]);
    }
  });

  it("each offer of a fix comes with an example that it cures", async () => {
    for (const rule of rules.filter((candidate) => candidate.fix !== undefined)) {
      const offers = await Promise.all(
        rule.examples.bad.map(async (text) => (await lint(rule, text, "none")).some(({ fix }) => fix !== undefined)),
      );
      expect(offers, rule.id).toContain(true);
    }
  });
});

describe("lintPostgresql", () => {
  const lintSet = async (given: string | null, texts: readonly string[], version = "18"): Promise<readonly string[]> => {
    const findings = await lintPostgresql({
      scripts: texts.map((text, index) => ({ ...script(text, "own"), file: `${index + 1}.sql` })),
      base: given === null ? null : await replay(given),
      version,
      sizes: {},
      levels: { "require-lock-timeout": "off", "prefer-text": "error" },
    });
    return findings
      .filter(({ level }) => level !== "note")
      .map((finding) => `${finding.file}:${finding.line} ${finding.level} ${finding.rule} ${finding.object ?? "-"}`);
  };
  const users =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text, tier varchar(10)); CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint)";

  it.each([["a known base", users] as const, ["an unknown base", null] as const])(
    "follows a NOT NULL through the scripts of a set, on %s",
    async (_title, given) => {
      const found = await lintSet(given, [
        "ALTER TABLE users ADD CONSTRAINT email_present CHECK (email IS NOT NULL) NOT VALID",
        "ALTER TABLE users VALIDATE CONSTRAINT email_present",
        "ALTER TABLE public.users ALTER email SET NOT NULL; ALTER TABLE users ADD PRIMARY KEY USING INDEX i",
      ]);
      expect(found).toEqual([]);
    },
  );

  it("is not taken in by a check that was never validated, or by another column's", async () => {
    const add = "ALTER TABLE users ADD CONSTRAINT present CHECK (email IS NOT NULL OR tier IS NOT NULL) NOT VALID";
    const set = "ALTER TABLE users ALTER email SET NOT NULL";
    expect(await lintSet(users, [add, set])).toEqual(["2.sql:1 warning no-set-not-null-scan users.email"]);
    expect(await lintSet(users, [add.replace(" OR tier IS NOT NULL", ""), set])).toEqual([
      "2.sql:1 warning no-set-not-null-scan users.email",
    ]);
    expect(await lintSet(users, [add.replace("email", "id"), "ALTER TABLE users VALIDATE CONSTRAINT present", set])).toEqual([
      "3.sql:1 warning no-set-not-null-scan users.email",
    ]);
  });

  it("sees what a DO block runs, at its own place", async () => {
    const block = (body: string): string => `DO $$\nBEGIN\n  ${body}\nEND $$`;
    expect(
      await lintSet(users, [block("IF NOT EXISTS (SELECT 1 FROM users) THEN\n    ALTER TABLE users ALTER email SET NOT NULL;\n  END IF;")]),
    ).toEqual(["1.sql:4 warning no-set-not-null-scan users.email"]);
    expect(await lintSet(users, [block("EXECUTE 'DROP TABLE orders';")])).toEqual(["1.sql:3 warning no-drop-table orders"]);
    expect(await lintSet(users, [block("EXECUTE 'DROP TABLE ' || quote_ident(tg);")])).toEqual([]);
    expect(await lintSet(users, ["DO LANGUAGE plpgsql 'BEGIN PERFORM 1; END'", "DO LANGUAGE unknown 'x'"])).toEqual([]);
  });

  it("sees an index that a later script makes for a foreign key", async () => {
    const key = "ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID";
    expect(await lintSet(users, [key])).toEqual(["1.sql:1 warning require-foreign-key-index orders"]);
    expect(await lintSet(users, [key, "COMMIT; CREATE INDEX CONCURRENTLY i ON orders (user_id)"])).not.toContain(
      "1.sql:1 warning require-foreign-key-index orders",
    );
    expect(await lintSet(null, [key])).toEqual([]);
  });

  it("knows the type that an earlier statement gave", async () => {
    const change = (type: string) => `ALTER TABLE users ALTER tier TYPE ${type}`;
    expect(await lintSet(users, [change("varchar(20)"), change("varchar(15)")])).toEqual([
      "1.sql:1 error prefer-text users.tier",
      "2.sql:1 warning no-rewriting-type-change users.tier",
      "2.sql:1 error prefer-text users.tier",
    ]);
    expect(
      await lintSet(users, [change("text"), "ALTER TABLE users RENAME tier TO level; ALTER TABLE users ALTER level TYPE varchar"]),
    ).toEqual(["2.sql:1 warning no-rename-column users.tier"]);
  });

  it("lets a table of the set be emptied and rewritten until the set fills it", async () => {
    const make = "CREATE TABLE app.drafts (id integer, body text, PRIMARY KEY (id, body))";
    const change = "ALTER TABLE app.drafts ALTER id TYPE bigint; CREATE INDEX i ON app.drafts (body); DROP TABLE app.drafts";
    expect(await lintSet(users, [make, change])).toEqual([]);
    expect(await lintSet(users, [make, "INSERT INTO app.drafts VALUES (1, 'a')", change])).toEqual([
      "3.sql:1 warning no-rewriting-type-change app.drafts.id",
      "3.sql:1 warning require-concurrent-index app.drafts",
      "3.sql:1 warning no-drop-table app.drafts",
    ]);
  });

  it("judges by the version of the target", async () => {
    const text =
      "CREATE TYPE mood AS ENUM ('calm'); ALTER TYPE mood ADD VALUE 'merry'; CREATE TABLE d (id bigint PRIMARY KEY, m mood DEFAULT 'merry')";
    expect(await lintSet(users, [text], "16.4")).toEqual(["1.sql:1 error no-new-enum-value-in-transaction mood"]);
    expect(await lintSet(users, [text], "17")).toEqual([]);
  });

  it("gives the level that policy asks for, and heeds a suppression with a reason", async () => {
    const make = "CREATE TABLE t (id bigint PRIMARY KEY, code varchar(5))";
    expect(await lintSet(users, [make])).toEqual(["1.sql:1 error prefer-text t.code"]);
    expect(await lintSet(users, [`-- dblead-ignore prefer-text: fixed by a standard\n${make}`])).toEqual([]);
  });

  it("follows lock_timeout through transactions", async () => {
    const alter = "ALTER TABLE users ADD COLUMN x text";
    const isAsked = async (text: string, transaction: Script["transaction"]): Promise<boolean> => {
      const rule = rules.find(({ id }) => id === "require-lock-timeout");
      return rule !== undefined && (await lint(rule, text, transaction)).length > 0;
    };
    expect(await isAsked(`SET LOCAL lock_timeout = '1s'; ${alter}`, "none")).toBe(true);
    expect(await isAsked(`BEGIN; SET LOCAL lock_timeout = '1s'; ${alter}; COMMIT`, "none")).toBe(false);
    expect(await isAsked(`BEGIN; SET LOCAL lock_timeout = '1s'; COMMIT; ${alter}`, "none")).toBe(true);
    expect(await isAsked(`BEGIN; SET lock_timeout = '1s'; COMMIT; ${alter}`, "none")).toBe(false);
    expect(await isAsked(`BEGIN; SET lock_timeout = '1s'; ROLLBACK; ${alter}`, "none")).toBe(true);
    expect(await isAsked(`SET lock_timeout = '1s'; DISCARD ALL; ${alter}`, "none")).toBe(true);
    expect(await isAsked(`SET lock_timeout TO DEFAULT; ${alter}`, "own")).toBe(true);
    expect(await isAsked(`SET statement_timeout = '1s'; ${alter}`, "own")).toBe(true);
  });

  it("places a fix in the file, behind what stands before the statement", async () => {
    const text = '-- é😀\nSELECT 1;\n  CREATE UNIQUE /* index */ INDEX "index" ON users (email)';
    const [finding] = await lintPostgresql({ scripts: [script(text, "none")], base: null, version: "18", sizes: {}, levels: {} });
    const fix = finding?.fix;
    expect(fix === undefined ? "" : text.slice(0, fix.start) + fix.text + text.slice(fix.end)).toBe(
      '-- é😀\nSELECT 1;\n  CREATE UNIQUE /* index */ INDEX CONCURRENTLY "index" ON users (email)',
    );
  });
});
