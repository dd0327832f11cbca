// Kinds that stand on their own: what a plan may say of secrets, and what a server without the scenario's own means shows.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { introspectOn } from "../../../../tests/support/postgresql-proof.ts";
import { openTestServer, type TestServer } from "../../../../tests/support/postgresql-server.ts";
import type { Plan } from "../../../model/plan.ts";
import { findDanger } from "../parse/danger.ts";
import { isTree } from "../parse/tree.ts";
import { parsePostgresql } from "../parse.ts";
import { planPostgresql } from "../plan.ts";
import { changeAttributesSql, type CompositeTypeDefinition } from "./composite-type-text.ts";
import { membersSql } from "./publication-text.ts";
import { changeOptionsSql, optionsSql } from "./server-options.ts";

const typeOf = (...attributes: readonly (readonly [string, string])[]): CompositeTypeDefinition => ({
  schema: "public",
  name: "pair",
  attributes: attributes.map(([name, type]) => ({ name, type, collation: null })),
});

describe("statements", () => {
  test("options are printed as constants, and changed one by one", () => {
    expect(optionsSql(["user=it's", "b=x=y"])).toBe(` OPTIONS ("user" 'it''s', b 'x=y')`);
    expect(changeOptionsSql(["a=1", "b=2"], ["b=3", "c=4"])).toBe(" OPTIONS (DROP a, SET b '3', ADD c '4')");
    expect(changeOptionsSql(["a=1"], ["a=1"])).toBe("");
  });

  test("ALTER TYPE appends attributes, and gives way where the order asks for more", () => {
    const from = typeOf(["a", "integer"], ["b", "text"]);
    expect(changeAttributesSql(from, typeOf(["a", "bigint"], ["c", "date"]))).toEqual([
      "ALTER TYPE public.pair DROP ATTRIBUTE b, ALTER ATTRIBUTE a TYPE bigint, ADD ATTRIBUTE c date",
    ]);
    expect(changeAttributesSql(from, typeOf(["a", "integer"], ["c", "date"], ["b", "text"]))).toBeNull();
    expect(changeAttributesSql(from, from)).toEqual([]);
  });

  test("what is published is listed as every version reads it", () => {
    const member = { publication: "p", schema: "public", table: "t", columns: null, filter: null };
    expect(membersSql([member, { ...member, table: "u", columns: ["id"], filter: "(id > 1)" }, { ...member, table: null }])).toBe(
      "TABLE ONLY public.t, ONLY public.u (id) WHERE ((id > 1)), TABLES IN SCHEMA public",
    );
  });
});

async function dangerOf(text: string): Promise<string | null> {
  const [statement] = await parsePostgresql({ file: "a.sql", line: 1, text, transaction: "none" });
  return isTree(statement?.tree) ? findDanger(statement.tree) : null;
}

describe("what reaches another host", () => {
  test.each([
    "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p WITH (connect = false, enabled = true)",
    "ALTER SUBSCRIPTION s ENABLE",
    "ALTER SUBSCRIPTION s CONNECTION 'host=x'",
    "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
    "CREATE FOREIGN DATA WRAPPER w HANDLER h",
    "ALTER FOREIGN DATA WRAPPER w HANDLER h",
    "IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b",
  ])("%s", async (text) => expect(await dangerOf(text)).toMatch(/reaches another host/));

  test.each([
    "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p WITH (connect = false)",
    "ALTER SUBSCRIPTION s DISABLE",
    "ALTER SUBSCRIPTION s SET (slot_name = NONE)",
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
    "CREATE FOREIGN DATA WRAPPER w",
    "CREATE SERVER s FOREIGN DATA WRAPPER w",
    "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'me')",
  ])("not: %s", async (text) => expect(await dangerOf(text)).toBeNull());
});

describe("on a server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  async function planTo(after: string, before = ""): Promise<{ readonly plan: Plan; readonly text: string }> {
    const read = async (text: string) => {
      await server.reset();
      if (text !== "") await server.exec(text);
      return introspectOn(server);
    };
    const [from, to] = [await read(before), await read(after)];
    const request = { variant: null, strategy: "online", renames: {}, rules: [], allow: [], format: null, sizes: {}, origins: {} } as const;
    const plan = await planPostgresql({ ...request, from, to, version: String(server.major), label: "req_0001" });
    return { plan, text: JSON.stringify([from, to, plan]) };
  }

  test("secrets are named and never shown", async () => {
    const { plan, text } = await planTo(`
      CREATE FOREIGN DATA WRAPPER w;
      CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (url 'https://me:geheim1@far/', place 'here');
      CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'me', password 'geheim2', api_key 'geheim3');
      CREATE FOREIGN TABLE t (id integer) SERVER s OPTIONS (access_token 'geheim4', path 'x');`);
    expect(text).not.toContain("geheim");
    expect(plan.unmodelled).toEqual([
      "access_token of foreign table public.t",
      "api_key, password of user mapping for PUBLIC on server s",
      "url of foreign server s",
    ]);
    expect(text).toContain(`OPTIONS (place 'here')`);
  });

  test("a role that the schema before does not name is asked for", async () => {
    const { plan } = await planTo("CREATE ROLE reader; CREATE TABLE t (id integer); GRANT SELECT ON t TO reader;");
    expect(plan.prechecks.map(({ id, summary }) => [id, summary])).toEqual([["roles-exist", "The server has the role reader"]]);
    await server.reset();
    expect((await server.query(plan.prechecks[0]?.query ?? "")).rows).toEqual([{ role: "reader" }]);
  });

  test("what has no kind is named", async () => {
    const { plan } = await planTo(`
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
      CREATE TABLE parts (id integer) PARTITION BY LIST (id);
      CREATE FOREIGN TABLE part PARTITION OF parts FOR VALUES IN (1) SERVER s;
      CREATE MATERIALIZED VIEW later AS SELECT 1 AS one WITH NO DATA;
      CREATE ACCESS METHOD mine TYPE INDEX HANDLER bthandler;
      SELECT lo_create(0);`);
    expect(plan.unmodelled).toEqual(["1 large objects", "access method mine"]);
  });

  // The embedded server has no library for subscriptions.
  test("a subscription is planned without its connection", async (context) => {
    if (server.kind === "embedded") context.skip("needs a native server (DBLEAD_TEST_POSTGRESQL_BIN)");
    const one =
      "CREATE SUBSCRIPTION feed CONNECTION 'host=/nowhere password=geheim' PUBLICATION a WITH (connect = false, slot_name = NONE)";
    const { plan, text } = await planTo(`${one};`);
    expect(text).not.toContain("geheim");
    expect(plan.unmodelled).toEqual(["connection and state of subscription feed"]);
    expect(plan.steps.map(({ action }) => (action.kind === "statements" ? action.statements : []))).toEqual([
      ["CREATE SUBSCRIPTION feed CONNECTION 'host=/set-by-hand' PUBLICATION a WITH (connect = false, slot_name = NONE)"],
    ]);
    expect(plan.steps[0]?.hazards.map(({ kind }) => kind)).toEqual(["breaks-replication"]);
    const wider = await planTo(`${one.replace("PUBLICATION a", "PUBLICATION a, b")};`, `${one};`);
    expect(wider.plan.steps.map(({ action }) => (action.kind === "statements" ? action.statements : []))).toEqual([
      ["ALTER SUBSCRIPTION feed SET PUBLICATION a, b WITH (refresh = false)"],
    ]);
    // A database with a subscription cannot be dropped.
    await server.reset();
  });
});
