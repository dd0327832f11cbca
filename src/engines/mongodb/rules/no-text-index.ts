import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noTextIndex = defineRule({
  id: "no-text-index",
  level: "note",
  what: "Makes a text index.",
  why: "It holds every word of every document: several times larger than the text, slow to build, and each write pays for it; there is one a collection.",
  instead: "A search engine beside the database, or an index on the very field where words are whole values.",
  source: "https://www.mongodb.com/docs/manual/core/indexes/index-types/index-text/text-index-restrictions/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "note": "text" }, "name": "note_text" }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "note": 1 }, "name": "note_1" }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ key, spec }) =>
      key.some(([, order]) => order === "text") ? [hitAt(statement, spec ?? undefined, "key", labelOf(tree))] : [],
    );
  },
});
