import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { definitionOf, labelOf } from "../rule-facts.ts";

export const requireValidator = defineRule({
  id: "require-validator",
  level: "note",
  what: "Makes a collection that takes any document.",
  why: "Without a validator a slip in one release (a text for a number, another name) is stored and found months later.",
  instead: "Give it a $jsonSchema with the fields that are always there and their types.",
  source: "https://www.mongodb.com/docs/manual/core/schema-validation/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['{ "create": "orders" }'],
    good: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "required": ["mail"] } } }',
      '{ "create": "log", "capped": true, "size": 4096 }',
      '{ "create": "recent", "viewOn": "orders", "pipeline": [] }',
      '{ "create": "orders" } { "collMod": "orders", "validator": { "$jsonSchema": { "required": ["mail"] } } }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name, body, collection } = tree.command;
    if (name !== "create" || ["validator", "viewOn", "timeseries", "capped"].some((key) => body[key] !== undefined)) return [];
    const isSetLater = context.statements.slice(context.index + 1).some((later) => {
      const { command } = treeOf(later);
      return command.name === "collMod" && command.collection === collection && command.body["validator"] !== undefined;
    });
    // Where no collection has one, one without is no surprise.
    const isHabit =
      context.before !== null &&
      context.before.objects.length > 0 &&
      context.before.objects.every(
        (object) =>
          definitionOf(context, object.kind === "collection" ? collectionName(object.id) : null)?.validator === null ||
          object.kind !== "collection",
      );
    return isSetLater || isHabit ? [] : [{ object: labelOf(tree) }];
  },
});

function collectionName(id: string): string {
  return id.slice("collection:".length).replaceAll(/^"|"$/g, "").replaceAll('""', '"');
}
