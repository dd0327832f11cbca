import { expect, test } from "vitest";
import type { Outline } from "../model/schema.ts";
import { drawDiagram } from "./diagram.ts";

function outline(label: string, fields: Readonly<Record<string, string>>, refersTo?: string): Outline {
  const references = refersTo === undefined ? [] : [{ name: "reference", fields: ["id"], object: refersTo, targetFields: ["id"] }];
  const keys = [{ name: "key", kind: "primary" as const, fields: ["id"] }];
  return { label, fields: Object.entries(fields).map(([name, type]) => ({ name, type, required: false })), keys, references };
}

const neighbours = [outline("orders", { id: "bigint" }, "customers"), outline("lonely", { id: "bigint" })];
const request = {
  before: [outline("customers", { id: "bigint", mail: "text", total: "integer", fax: "text", note: "text" }), ...neighbours],
  after: [outline("customers", { id: "bigint", email: "text", total: "bigint", note: "text", tier: "text" }), ...neighbours],
  renames: { "customers.mail": "customers.email" },
};

test("marks what is new, gone, changed and renamed, from both sides", () => {
  const marks = (side: "before" | "after"): readonly string[] =>
    drawDiagram({ ...request, side }).entities.flatMap((entity) =>
      entity.fields.map((field) => `${field.name} ${field.mark} ${field.note}`.trim()),
    );
  expect(marks("before")).toEqual(["id same", "mail renamed becomes email", "total changed becomes bigint", "fax dropped"]);
  expect(marks("after")).toEqual(["id same", "email renamed was mail", "total changed was integer", "tier added"]);
});

test("shows neighbours by name, counts what is the same, and lists the rest", () => {
  const diagram = drawDiagram({ ...request, side: "after" });
  expect(diagram.entities.map((entity) => [entity.label, entity.hidden])).toEqual([
    ["customers", 1],
    ["orders", 0],
  ]);
  expect(diagram.links).toEqual([{ from: "orders", to: "customers", mark: "same" }]);
  expect(diagram.unchanged).toEqual(["lonely"]);
});

test("an object that comes or goes is marked with all its fields", () => {
  const made = drawDiagram({ before: [], after: [outline("tiers", { id: "bigint", name: "text" })], renames: {}, side: "after" });
  expect(made.entities).toMatchObject([{ label: "tiers", mark: "added", fields: [{ mark: "added" }, { mark: "added" }] }]);
});
