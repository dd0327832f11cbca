import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const noOperationOutsideItsSession = defineRule({
  id: "no-operation-outside-its-session",
  level: "error",
  what: "Stands in a transaction without its session.",
  why: "The driver runs it outside: it stays when the transaction is taken back, and it does not see what the transaction wrote.",
  instead: "Hand { session } to every call inside withTransaction.",
  source: "https://www.mongodb.com/docs/manual/core/transactions/#transactions-and-sessions",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      'export const up = async (db, client) => client.withSession((session) => session.withTransaction(async () => { await db.collection("a").deleteOne({ _id: 1 }); }));',
    ],
    good: [
      'export const up = async (db, client) => client.withSession((session) => session.withTransaction(async () => { await db.collection("a").deleteOne({ _id: 1 }, { session }); }));',
    ],
  },
  check: (statement) =>
    treeOf(statement).scope === "without-session" && treeOf(statement).command.name !== "ping"
      ? [{ object: labelOf(treeOf(statement)) }]
      : [],
});
