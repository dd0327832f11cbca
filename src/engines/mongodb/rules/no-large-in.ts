import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsIn, listAt } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noLargeIn = defineRule({
  id: "no-large-in",
  level: "warning",
  what: "Looks for one of more than two hundred values.",
  why: "Each value is a search of its own in the index, the plan is not kept, and the command grows with the list.",
  instead: "Put the values into a collection and join it, or ask in portions.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/in/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "find": "orders", "filter": { "number": { "$in": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200] } } }',
    ],
    good: ['{ "find": "orders", "filter": { "number": { "$in": [1, 2, 3] } } }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return [...documentsIn(tree.command.body)].flatMap(({ document }) =>
      ["$in", "$nin", "$all"]
        .filter((key) => listAt(document, key).length > 200)
        .map((key) => hitAt(statement, document, key, labelOf(tree), `${key} has ${listAt(document, key).length} values.`)),
    );
  },
});
