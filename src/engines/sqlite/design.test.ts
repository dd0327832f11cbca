import { describe, expect, test } from "vitest";
import type { Intent, IntentBody, IntentKind } from "../../model/intent.ts";
import type { Answer } from "../../model/question.ts";
import { designChange } from "./design.ts";
import { sqliteEngine } from "./engine.ts";
import { simulate } from "./memory.ts";
import { splitScript } from "./parse.ts";
import { schemaOfText } from "./round-trip.ts";

const base = schemaOfText(`create table people (id integer primary key, name text not null, mail text, age integer);
create table notes (id integer primary key, person_id integer, body text);
create view adults as select id, mail from people where age > 17;`);

function intent<Kind extends IntentKind>(kind: Kind, body: IntentBody<Kind>): Intent {
  return { id: "I1", kind, body } as Intent;
}
const design = (intents: readonly Intent[], answers: readonly Answer[] = [], files: Readonly<Record<string, string>> = {}) =>
  designChange({ schema: base, version: "3", intents, answers, accessPatterns: [], sizes: {}, files });
const desired = (intents: readonly Intent[], answers: readonly Answer[] = []) => {
  const made = design(intents, answers);
  return simulate(
    base,
    splitScript(made.statements, 1).map((statement) => statement.text),
  );
};
const field = (schema: typeof base, table: string, name: string) =>
  schema.objects.find((object) => object.id === `table:${table}`)?.outline?.fields.find((candidate) => candidate.name === name);
const t = "shop";

describe("intents become statements that make the desired schema", () => {
  test("add-field with neutral types", () => {
    const wish = (type: string) =>
      field(desired([intent("add-field", { target: t, field: "people.extra", type })]), "people", "extra")?.type;
    expect(["text", "integer", "decimal(12,2)", "timestamp", "boolean", "json", "uuid", "bigint"].map(wish)).toEqual([
      "TEXT",
      "INTEGER",
      "NUMERIC",
      "TEXT",
      "INTEGER",
      "TEXT",
      "TEXT",
      "INTEGER",
    ]);
    expect(
      design([intent("add-field", { target: t, field: "people.ok", type: "boolean", required: true, default: false })]).statements,
    ).toContain("ok INTEGER NOT NULL DEFAULT 0 CHECK (ok IN (0, 1))");
    expect(design([intent("add-field", { target: t, field: "people.data", type: "json" })]).statements).toContain(
      "CHECK (json_valid(data))",
    );
  });

  test("a required field takes the answer, or says that it cannot", () => {
    const wish = intent("add-field", { target: t, field: "people.tier", type: "text", required: true, values: ["bronze", "gold"] });
    const answer: Answer = { question: `required-without-default/${t}/people.tier`, by: "backend-lead", choose: "bronze" };
    expect(design([wish], [answer]).rules).toMatchObject([{ kind: "fill", to: ["tier"], forward: { tier: "'bronze'" } }]);
    expect(design([wish]).remarks.join()).toContain("neither a default nor an answer");
  });

  test("a rename is carried through views, and later intents may use either name", () => {
    const wishes = [
      intent("rename-field", { target: t, field: "people.mail", to: "email" }),
      intent("add-index", { target: t, object: "people", fields: ["email"], unique: true }),
    ];
    const schema = desired(wishes);
    expect(schema.objects.find((object) => object.id === "view:adults")?.definition).toMatchObject({
      query: "SELECT id, email FROM people WHERE age > 17",
    });
    expect(schema.objects.some((object) => object.id === "index:people_email_key")).toBe(true);
    expect(design(wishes).rules[0]).toMatchObject({ kind: "rename", object: "people", from: ["mail"], to: ["email"] });
  });

  test("a dropped field takes views that use it along, and says so", () => {
    const made = design([intent("drop-field", { target: t, field: "people.age" })]);
    expect(made.remarks).toEqual(["view adults used what I1 takes away and goes with it."]);
    expect(made.origins["view:adults"]).toBe("I1");
  });

  test("split, merge, rename-object, drop-object, add-reference, add-rule", () => {
    const split = desired([
      intent("split-field", {
        target: t,
        field: "people.name",
        into: ["first", "last"],
        forward: { first: "name", last: "''" },
        backward: "first || last",
      }),
    ]);
    expect(field(split, "people", "first")).toMatchObject({ type: "TEXT", required: true });
    expect(field(split, "people", "name")).toBeUndefined();
    const merged = desired([
      intent("merge-fields", {
        target: t,
        object: "people",
        fields: ["name", "mail"],
        into: "contact",
        forward: "name || mail",
        backward: { name: "contact", mail: "''" },
      }),
    ]);
    expect(field(merged, "people", "contact")).toBeDefined();
    const renamed = design([intent("rename-object", { target: t, object: "notes", to: "remarks" })]);
    expect(renamed.renames).toEqual({ "table:notes": "table:remarks" });
    expect(desired([intent("drop-object", { target: t, object: "people" })]).objects.map((object) => object.id)).toEqual(["table:notes"]);
    const referring = desired([
      intent("add-reference", { target: t, field: "notes.person_id", references: "people.id", "on-delete": "set-null" }),
    ]);
    expect(referring.objects.map((object) => object.id)).toContain("index:notes_person_id_idx");
    expect(referring.objects.find((object) => object.id === "table:notes")?.outline?.references).toMatchObject([
      { fields: ["person_id"], object: "people", targetFields: ["id"] },
    ]);
    expect(design([intent("add-rule", { target: t, object: "people", name: "grown", rule: "AGE >= 0" })]).statements).toContain(
      "CONSTRAINT grown CHECK (age >= 0)",
    );
  });

  test("a new object gets a key and remarks on its form", () => {
    const made = design([
      intent("add-object", {
        target: t,
        object: "orders",
        fields: {
          phone1: { type: "text" },
          phone2: { type: "text" },
          buyer_id: { type: "integer", references: "people.id" },
          buyer_city: { type: "text" },
        },
      }),
    ]);
    expect(made.statements).toContain("id INTEGER PRIMARY KEY");
    expect(made.remarks.join("\n")).toContain("phone1, phone2 of orders are a repeating group");
    expect(made.remarks.join("\n")).toContain("buyer_city of orders depend on buyer_id");
    expect(made.decisions.map((decision) => decision.slug)).toEqual(["index-for-orders-buyer_id", "key-of-orders"]);
  });

  test("seed-data puts rows in and can be run again", () => {
    const made = design([intent("seed-data", { target: t, object: "people", key: ["id"], rows: [{ id: 1, name: "O'Hara" }] })]);
    expect(made.statements).toBe("INSERT INTO people (id, name) VALUES (1, 'O''Hara') ON CONFLICT (id) DO UPDATE SET name = 'O''Hara';\n");
  });

  test("adopt-schema stands alone", () => {
    const made = design([intent("adopt-schema", { target: t, file: "schema.sql" })], [], { "schema.sql": "create table x (a);" });
    expect([made.startsFrom, made.statements]).toEqual(["nothing", "create table x (a);"]);
  });

  test("what is not there is named, with the nearest name", () => {
    expect(() => design([intent("drop-field", { target: t, field: "people.nmae" })])).toThrow(
      expect.objectContaining({ code: "requirement-invalid", hint: "Did you mean people.name?" }),
    );
    expect(() => design([intent("add-rule", { target: t, object: "people", rule: "nowhere > 1" })])).toThrow(
      expect.objectContaining({ code: "requirement-invalid" }),
    );
    expect(() => design([intent("secure", { target: t, text: "x" })])).toThrow(expect.objectContaining({ code: "intent-unsupported" }));
  });
});

describe("comparison", () => {
  test("types by affinity", () => {
    expect(sqliteEngine.typeChange("integer", "bigint")).toBe("same");
    expect(sqliteEngine.typeChange("INTEGER", "text")).toBe("rewrites");
    expect(sqliteEngine.typeChange("TEXT", "integer")).toBe("may-fail");
    expect(sqliteEngine.typeChange("REAL", "integer")).toBe("loses");
  });

  test("finds what may be renamed", async () => {
    const to = schemaOfText(
      "create table people (id integer primary key, name text not null, email text, age integer); create table remarks (id integer primary key, person_id integer, body text);",
    );
    expect((await sqliteEngine.findRenames(base, to)).map(({ from, to: other }) => `${from} ${other}`).sort()).toEqual([
      "column:people.mail column:people.email",
      "table:notes table:remarks",
    ]);
  });
});
