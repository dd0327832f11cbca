import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf, updatesOf } from "../rule-facts.ts";

export const preferUpdatePipeline = defineRule({
  id: "prefer-update-pipeline",
  level: "warning",
  what: "Reads documents into the program and writes them back one by one.",
  why: "Each document takes two trips, what others write in between is overwritten, and documents may be met twice.",
  instead: "An update with a pipeline ([{ $set: { \u2026 } }]) lets the server compute it where the document is.",
  source: "https://www.mongodb.com/docs/manual/tutorial/update-documents-with-aggregation-pipeline/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      "db.orders.find({ total: null }).forEach((order) => { db.orders.updateOne({ _id: order._id }, { $set: { total: order.net * 1.2 } }); });",
    ],
    good: ['db.orders.updateMany({ total: null }, [{ $set: { total: { $multiply: ["$net", 1.2] } } }]);'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { collection, name } = tree.command;
    if (tree.repeats !== "in-loop" || name !== "update" || collection === null) return [];
    const isRead = context.statements
      .slice(0, context.index)
      .some((earlier) => ["find", "aggregate"].includes(treeOf(earlier).command.name) && treeOf(earlier).command.collection === collection);
    return isRead && updatesOf(tree).some(({ isMany }) => !isMany) ? [{ object: labelOf(tree) }] : [];
  },
});
