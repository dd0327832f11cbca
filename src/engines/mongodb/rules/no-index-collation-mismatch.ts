import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { definitionOf, hitAt, indexesBefore, labelOf, newIndexes } from "../rule-facts.ts";
import type { Document } from "../schema.ts";

export const noIndexCollationMismatch = defineRule({
  id: "no-index-collation-mismatch",
  level: "warning",
  what: "Makes an index under another collation than its collection's.",
  why: "A comparison of texts uses an index only under the same collation: queries without one, and the unique check, compare otherwise.",
  instead: "Give the index the collection's collation, and name the collation in every query that needs another.",
  source: "https://www.mongodb.com/docs/manual/reference/collation/#collation-and-index-use",
  versions: "*",
  covers: [],
  given: '{ "create": "orders", "collation": { "locale": "de", "strength": 2 } } { "create": "parts" }',
  claims: {},
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "collation": { "locale": "en" } }] }',
      '{ "find": "parts", "filter": { "name": "a" }, "collation": { "locale": "en", "strength": 2 } }',
    ],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1" }] }',
      '{ "createIndexes": "parts", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "collation": { "locale": "en", "strength": 2 } }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const collection = tree.command.collection ?? "";
    const own = definitionOf(context, collection)?.collation ?? null;
    const isSame = (one: Document | null): boolean =>
      one === null || (own !== null && own["locale"] === one["locale"] && (own["strength"] ?? 3) === (one["strength"] ?? 3));
    const made =
      own === null
        ? []
        : newIndexes(tree)
            .filter(({ collation }) => !isSame(collation))
            .map(({ spec }) => hitAt(statement, spec ?? undefined, "collation", labelOf(tree)));
    const asked = tree.command.name === "find" && context.before !== null ? documentAt(tree.command.body, "collation") : null;
    const hasIndex =
      asked !== null && indexesBefore(context, collection).some(({ collation }) => collation?.["locale"] === asked["locale"]);
    return asked === null || isSame(asked) || hasIndex
      ? made
      : [...made, hitAt(statement, tree.command.body, "collation", labelOf(tree), "No index has the collation that this query names.")];
  },
});
