import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isList } from "../parse/value.ts";
import { hitAt, indexesBefore, type KnownIndex, labelOf, mayHoldDocuments, newIndexes } from "../rule-facts.ts";

export const requireHiddenBeforeIndexDrop = defineRule({
  id: "require-hidden-before-index-drop",
  level: "warning",
  what: "Drops an index that queries may use.",
  why: "A query that used it reads the whole collection from that moment, and building it again takes as long as it took.",
  instead: "Hide it first (collMod index.hidden), look at $indexStats and slow queries for a while, then drop it.",
  source: "https://www.mongodb.com/docs/manual/core/index-hidden/",
  versions: "*",
  covers: ["atlas:DS104"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "status_1_at_1" }] }',
  claims: { orders: { mode: "X" } },
  examples: {
    bad: ['{ "dropIndexes": "orders", "index": "status_1_at_1" }'],
    good: [
      '{ "collMod": "orders", "index": { "name": "status_1_at_1", "hidden": true } }',
      '{ "create": "o" } { "createIndexes": "o", "indexes": [{ "key": { "a": 1 }, "name": "a" }] } { "dropIndexes": "o", "index": "a" }',
      '{ "dropIndexes": "orders", "index": "status_1_at_1" } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1, "mail": 1 }, "name": "longer" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name, body, collection } = tree.command;
    const index = body["index"];
    if (name !== "dropIndexes" || index === "*" || !mayHoldDocuments(context, tree)) return [];
    const names = (isList(index) ? index : [index]).filter((one) => typeof one === "string");
    const before = indexesBefore(context, collection ?? "");
    const rest = before.filter(({ name: one }) => !names.includes(one));
    const made = context.statements.flatMap((other) => (treeOf(other).command.collection === collection ? newIndexes(treeOf(other)) : []));
    const isCovered = (gone: KnownIndex): boolean =>
      [...rest, ...made].some(({ name: one, key }) => one !== gone.name && gone.key.every(([path], at) => key[at]?.[0] === path));
    return names.flatMap((one) => {
      const found = before.find((known) => known.name === one);
      return found !== undefined && (found.isHidden || isCovered(found))
        ? []
        : [hitAt(statement, body, "index", labelOf(tree), `Drops the index ${one} that queries may use.`)];
    });
  },
});
