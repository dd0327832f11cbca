import { expect, test } from "vitest";
import type { Schema } from "../model/schema.ts";
import { mapRenames } from "./rename-map.ts";

/** Tables with their columns, once with objects for columns (as PostgreSQL has them), once without (SQLite). */
function schemaOf(tables: Readonly<Record<string, readonly string[]>>, columns: "own-objects" | "inside"): Schema {
  const objects = Object.entries(tables).flatMap(([label, fields]) => [
    {
      id: `table:${label}`,
      kind: "table",
      dependsOn: [],
      definition: null,
      outline: { label, fields: fields.map((name) => ({ name, type: "text", required: false })), keys: [], references: [] },
    },
    ...(columns === "inside"
      ? []
      : fields.map((name) => ({ id: `column:${label}.${name}`, kind: "column", dependsOn: [], definition: null }))),
  ]);
  return { engine: "x", version: "1", unmodelled: [], objects };
}

const tables = { "public.users": ["id", "mail"], "public.orders": ["id"] };
const before = schemaOf(tables, "own-objects");

test.each(["own-objects", "inside"] as const)("a field, by its short or its full name (columns %s)", (columns) => {
  const after = schemaOf({ "public.users": ["id", "email"] }, columns);
  const expected = { "column:public.users.mail": "column:public.users.email" };
  expect(mapRenames({ "users.mail": "email" }, schemaOf(tables, columns), after)).toEqual(expected);
  expect(mapRenames({ "public.users.mail": "public.users.email" }, schemaOf(tables, columns), after)).toEqual(expected);
});

test("an object takes along what stands inside it", () => {
  const after = schemaOf({ "public.people": ["id", "mail"] }, "own-objects");
  expect(mapRenames({ users: "people" }, before, after)).toEqual({
    "table:public.users": "table:public.people",
    "column:public.users.mail": "column:public.people.mail",
    "column:public.users.id": "column:public.people.id",
  });
});

test("names that are not there are refused", () => {
  expect(() => mapRenames({ "users.mial": "email" }, before, before)).toThrow(/no users\.mial/);
  expect(() => mapRenames({ "users.mail": "email" }, before, before)).toThrow(/no public\.users\.email/);
});
