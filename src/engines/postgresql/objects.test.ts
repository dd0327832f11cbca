// Object kinds by themselves: what is made from nothing, altered at once, dropped and brought back is what it was. The cases are data.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { introspectOn, provePlan } from "../../../tests/support/postgresql-proof.ts";
import { openTestServer, type TestServer } from "../../../tests/support/postgresql-server.ts";
import type { Schema } from "../../model/schema.ts";
import type { PlanRequest } from "../engine.ts";
import { planPostgresql } from "./plan.ts";

/** `snippets`: made, read, made again from what was read, dropped, brought back. `alterations`: one change each, with rows that are there when it is made. */
interface Cases {
  readonly snippets: readonly { readonly name: string; readonly sql: string }[];
  readonly alterations: readonly Alteration[];
  /** Changes that others stand in the way of: they have to go and come back. */
  readonly blockedAlterations: readonly Alteration[];
}
interface Alteration {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly rows?: string;
}
const { snippets, alterations, blockedAlterations } = JSON.parse(
  readFileSync(new URL("./object-cases.json", import.meta.url), "utf8"),
) as Cases;

const roles = 'create role reader; create role writer; create role "Odd Role";';
const request = {
  version: "18",
  variant: null,
  strategy: "direct",
  renames: {},
  rules: [],
  allow: [],
  format: null,
  sizes: {},
  origins: {},
  label: "t",
} as const satisfies Omit<PlanRequest, "from" | "to">;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function build(sql: string): Promise<void> {
  await server.exec(roles);
  if (sql !== "") await server.exec(sql);
}

async function readBuilt(sql: string): Promise<Schema> {
  await server.reset();
  await build(sql);
  return introspectOn(server);
}

/** Problems of the way from what `before` makes to what `after` makes, and back. */
async function prove(before: string, after: string, rows = ""): Promise<readonly string[]> {
  const [from, to] = [await readBuilt(before), await readBuilt(after)];
  const plan = await planPostgresql({ ...request, from, to });
  expect(plan.steps.length).toBeGreaterThan(0);
  return provePlan(server, { from, to, build: () => build(`${before};${rows}`), plan, request });
}

describe("each snippet", () => {
  test.each(snippets)("$name", async ({ sql }) => {
    const made = await readBuilt(sql);
    expect(made.unmodelled).toEqual([]);
    for (const object of made.objects) for (const id of object.dependsOn) expect(made.objects.some((other) => other.id === id)).toBe(true);
    expect(await prove("", sql)).toEqual([]);
    expect(await prove(sql, "")).toEqual([]);
  });
});

describe("each alteration, there and back", () => {
  test.each([...alterations, ...blockedAlterations])("$name", async ({ before, after, rows }) => {
    expect(await prove(before, after, rows ?? "")).toEqual([]);
  });
});
