import type { JsonValue } from "../../../model/json.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, textAt } from "../parse/value.ts";
import { filtersOf, hitAt, labelOf } from "../rule-facts.ts";

export const noUnanchoredRegex = defineRule({
  id: "no-unanchored-regex",
  level: "warning",
  what: "Looks for a pattern that may begin anywhere, or without regard to case.",
  why: "An index on the field is read whole, or not used at all; only a pattern that begins with ^ and minds case bounds it.",
  instead: "Anchor it, keep a lower-case copy of the field, or use an index with a collation of strength 2.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/regex/#index-use",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "mail": { "$regex": "example" } }, "u": { "$set": { "a": 1 } }, "multi": true }] }',
      '{ "find": "orders", "filter": { "mail": { "$regularExpression": { "pattern": "^a", "options": "i" } } } }',
    ],
    good: [
      '{ "find": "orders", "filter": { "mail": { "$regex": "^a" } } }',
      '{ "find": "orders", "filter": { "_id": 1, "mail": { "$regex": "x" } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return filtersOf(tree).flatMap(({ filter, holder, key }) =>
      filter["_id"] !== undefined
        ? []
        : Object.entries(filter)
            .filter(([, value]) => isOpen(value))
            .map(([path]) => hitAt(statement, filter, path, labelOf(tree), `The pattern for ${path} may begin anywhere.`))
            .map((hit) => (hit.start === undefined ? { ...hitAt(statement, holder, key, hit.object), ...hit } : hit)),
    );
  },
});

function isOpen(value: JsonValue): boolean {
  const wrapped = documentAt({ value }, "value");
  const regex = documentAt(wrapped ?? undefined, "$regularExpression");
  const pattern = textAt(regex ?? undefined, "pattern") ?? textAt(wrapped ?? undefined, "$regex");
  const options = textAt(regex ?? undefined, "options") ?? textAt(wrapped ?? undefined, "$options") ?? "";
  return pattern !== null && (!/^(?:\^|\\A)/.test(pattern) || options.includes("i"));
}
