import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Change } from "../../model/change.ts";
import { printCanonical } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { compareSchemas } from "../diff.ts";
import { orderDrafts } from "../order.ts";
import type { PlanContext, StepDraft } from "../step-draft.ts";
import { draftDirectly } from "./dependents.ts";
import { introspectPostgresql } from "./introspect.ts";

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

let server: PGlite;
let empty: Schema;
const run = async (sql: string) => (await server.query<Record<string, unknown>>(sql)).rows;
const introspect = () => introspectPostgresql(run);

beforeAll(async () => {
  server = new PGlite();
  await server.exec('create role reader; create role writer; create role "Odd Role";');
  empty = await introspect();
});
afterAll(() => server.close());

/** An empty database again, without a new server. */
async function clear(): Promise<void> {
  const schemas = await run("select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema')");
  for (const { nspname } of schemas) await server.exec(`drop schema "${String(nspname)}" cascade`);
  await server.exec("create schema public; grant usage on schema public to public; comment on schema public is 'standard public schema'");
}

function contextOf(from: Schema, to: Schema, changes: readonly Change[]): PlanContext {
  const request = {
    from,
    to,
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
  } as const;
  return { request, from, to, changes };
}

function draftsBetween(from: Schema, to: Schema): readonly StepDraft[] {
  const changes = compareSchemas(from, to);
  const context = contextOf(from, to, changes);
  return orderDrafts(draftDirectly(context));
}

const statementsOf = (draft: StepDraft) => (draft.action.kind === "statements" ? draft.action.statements : []);
const reverseOf = (draft: StepDraft) => draft.reverse.flatMap((action) => (action.kind === "statements" ? action.statements : []));

async function execute(statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await server.exec(statement);
    } catch (error) {
      throw new Error(`${statement}\n${String(error)}`, { cause: error });
    }
  }
}

const texts = (schema: Schema) =>
  schema.objects.map((object) => `${object.id} ${object.dependsOn.join(" ")} ${printCanonical(object.definition)}`).toSorted();
const definitions = (schema: Schema) => schema.objects.map((object) => `${object.id} ${printCanonical(object.definition)}`).toSorted();

describe("each snippet", () => {
  test.each(snippets)("$name", async ({ sql }) => {
    await clear();
    await server.exec(sql);
    const made = await introspect();
    expect(made.unmodelled).toEqual([]);
    for (const object of made.objects) for (const id of object.dependsOn) expect(made.objects.some((other) => other.id === id)).toBe(true);
    await clear();
    const creating = draftsBetween(empty, made);
    await execute(creating.flatMap(statementsOf));
    expect(texts(await introspect())).toEqual(texts(made));
    const dropping = draftsBetween(made, empty);
    await execute(dropping.flatMap(statementsOf));
    expect(texts(await introspect())).toEqual(texts(empty));
    await execute(dropping.toReversed().flatMap(reverseOf));
    expect(texts(await introspect())).toEqual(texts(made));
    await execute(dropping.flatMap(statementsOf));
    await execute(creating.flatMap(statementsOf));
    await execute(creating.toReversed().flatMap(reverseOf));
    expect(texts(await introspect())).toEqual(texts(empty));
  });
});

describe("each alteration, there and back", () => {
  test.each([...alterations, ...blockedAlterations])("$name", async ({ before, after, rows }) => {
    await clear();
    await server.exec(after);
    const to = await introspect();
    await clear();
    await server.exec(before);
    if (rows !== undefined) await server.exec(rows);
    const from = await introspect();
    const drafts = draftsBetween(from, to);
    expect(drafts.length).toBeGreaterThan(0);
    await execute(drafts.flatMap(statementsOf));
    expect(definitions(await introspect())).toEqual(definitions(to));
    await execute(drafts.toReversed().flatMap(reverseOf));
    expect(definitions(await introspect())).toEqual(definitions(from));
  });
});
