import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsAt, isUnread } from "../parse/value.ts";
import { hitAt, labelOf, settersOf, updatesOf } from "../rule-facts.ts";

export const requireArrayFilter = defineRule({
  id: "require-array-filter",
  level: "error",
  what: "Names elements by $[\u2026] and says nowhere which they are.",
  why: "The server refuses an identifier without its filter, and a filter without its identifier.",
  instead: "arrayFilters with one filter for each identifier.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/update/positional-filtered/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { fails: "2" } },
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "items.$[one].sku": "b" } } }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "items.$[one].sku": "b" } }, "arrayFilters": [{ "one.sku": "a" }] }] }',
      '{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "items.$[].sku": "b" } } }] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return updatesOf(tree).flatMap(({ entry, update }) => {
      const given = documentsAt(entry, "arrayFilters").flatMap((filter) => Object.keys(filter).map((key) => key.split(".")[0] ?? ""));
      const isDeep = documentsAt(entry, "arrayFilters").some(
        (filter) => Object.keys(filter).some((key) => key.startsWith("$")) || isUnread(filter),
      );
      return isDeep || isUnread(entry["arrayFilters"])
        ? []
        : settersOf(update).flatMap(({ holder, path }) =>
            [...path.matchAll(/\$\[(\w+)\]/g)]
              .filter((match) => !given.includes(match[1] ?? ""))
              .map(() => hitAt(statement, holder, path, labelOf(tree))),
          );
    });
  },
});
