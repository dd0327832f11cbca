import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noBackgroundOption = defineRule({
  id: "no-background-option",
  level: "note",
  what: "Asks for a build in the background.",
  why: "The option does nothing since MongoDB 4.2: every build lets reads and writes through and locks at its beginning and end.",
  instead: "Leave it out.",
  source: "https://www.mongodb.com/docs/manual/core/index-creation/#comparison-to-foreground-and-background-builds",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "background": true }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1" }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ spec }) =>
      spec?.["background"] === undefined ? [] : [hitAt(statement, spec, "background", labelOf(tree))],
    );
  },
});
