import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noDropDuplicatesOption = defineRule({
  id: "no-drop-duplicates-option",
  level: "error",
  what: "Relies on dropDups, which is gone since MongoDB 3.0.",
  why: "The server ignores it: the build fails on the first pair of equal values, and nothing is removed.",
  instead: "Find and settle duplicates by a command of your own before the build.",
  source: "https://www.mongodb.com/docs/manual/release-notes/3.0-compatibility/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true, "dropDups": true }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ spec }) =>
      spec?.["dropDups"] === undefined ? [] : [hitAt(statement, spec, "dropDups", labelOf(tree))],
    );
  },
});
