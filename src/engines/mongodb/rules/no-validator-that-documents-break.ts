import type { ParsedStatement } from "../../engine.ts";
import { defineRule, type RuleHit } from "../../rule.ts";
import { type CommandTree, treeOf } from "../parse/statement.ts";
import { isList, listAt } from "../parse/value.ts";
import { hitAt, labelOf, schemasOf, seenAt, shapeIn } from "../rule-facts.ts";
import type { Document, SampledShape } from "../schema.ts";
import { refusalMark } from "../session.ts";

export const noValidatorThatDocumentsBreak = defineRule({
  id: "no-validator-that-documents-break",
  level: "error",
  what: "Sets a validator that documents of the collection do not fit.",
  why: "An update of such a document fails with DocumentValidationFailure (121), whatever it changes.",
  instead: "Correct the documents in batches first; let the validator warn until none is left.",
  source: "https://www.mongodb.com/docs/manual/core/schema-validation/handle-existing-documents/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } } }',
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "properties": { "mail": { "bsonType": "objectId" } } } } }',
    ],
    good: [
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["mail"], "properties": { "mail": { "bsonType": ["string", "null"] } } } } }',
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "properties": { "items": { "bsonType": "array", "items": { "bsonType": "object", "required": ["sku"] } } } } } }',
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationAction": "warn" }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name, body, collection } = tree.command;
    const shape = shapeIn(context, collection);
    const isOff = body["validationAction"] === "warn" || body["validationLevel"] === "off";
    if (name !== "collMod" || shape === null || isOff) return [];
    // A command before it ends the script where a document breaks the rules.
    if (context.statements.slice(0, context.index).some((earlier) => isRefusal(earlier, collection))) return [];
    // What an earlier statement of the set may have corrected is told by running it.
    if (context.filled.has(labelOf(tree) ?? "")) return [];
    return schemasOf(tree).flatMap(({ schema, path }) => [
      ...listAt(schema, "required").flatMap((member) =>
        typeof member === "string" && !path.includes("[]") ? missing(statement, tree, { schema, path, member, shape }) : [],
      ),
      ...wrongTypes(statement, tree, { schema, path, shape }),
    ]);
  },
});

/** Reads documents that fit no rule, and fails where it finds one. */
function isRefusal(statement: ParsedStatement, collection: string | null): boolean {
  const { command } = treeOf(statement);
  return (
    command.name === "aggregate" &&
    command.collection === collection &&
    statement.text.includes("$nor") &&
    statement.text.includes(refusalMark)
  );
}

interface Asked {
  readonly schema: Document;
  readonly path: string;
  readonly shape: SampledShape;
}

function missing(
  statement: ParsedStatement,
  tree: CommandTree,
  { schema, path, member, shape }: Asked & { readonly member: string },
): readonly RuleHit[] {
  const holders = path === "" ? shape.documents : (seenAt(shape, path)?.types["object"] ?? 0);
  const having = seenAt(shape, path === "" ? member : `${path}.${member}`)?.documents ?? 0;
  const lacking = holders - having;
  if (lacking <= 0) return [];
  const what = `${lacking} of ${holders} documents read have no ${path === "" ? member : `${path}.${member}`}.`;
  return [hitAt(statement, schema, "required", labelOf(tree), what)];
}

const numbers = ["int", "long", "double", "decimal"];

function wrongTypes(statement: ParsedStatement, tree: CommandTree, { schema, path, shape }: Asked): readonly RuleHit[] {
  const given = schema["bsonType"];
  const allowed = (isList(given) ? given : [given])
    .filter((type): type is string => typeof type === "string")
    .flatMap((type) => (type === "number" ? numbers : [type]));
  const seen = path === "" || allowed.length === 0 ? null : seenAt(shape, path);
  const wrong = Object.entries(seen?.types ?? {}).filter(([type]) => !allowed.includes(type));
  if (seen === null || wrong.length === 0) return [];
  const what = `${path} is ${wrong.map(([type, count]) => `${type} in ${count}`).join(", ")} of ${shape.documents} documents read.`;
  return [hitAt(statement, schema, "bsonType", labelOf(tree), what)];
}
