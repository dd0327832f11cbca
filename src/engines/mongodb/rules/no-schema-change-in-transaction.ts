import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const noSchemaChangeInTransaction = defineRule({
  id: "no-schema-change-in-transaction",
  level: "error",
  what: "Changes a collection that is there, or its indexes, inside a transaction.",
  why: "The server refuses it with OperationNotSupportedInTransaction (263).",
  instead: "Run it before the transaction, as a step of its own.",
  source: "https://www.mongodb.com/docs/manual/core/transactions-operations/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      'export const up = async (db, client) => client.withSession((session) => session.withTransaction(async () => { await db.collection("a").drop({ session }); }));',
      'export const up = async (db, client) => client.withSession((session) => session.withTransaction(async () => { await db.collection("a").createIndex({ x: 1 }, { session }); }));',
    ],
    good: ['export const up = async (db) => { await db.collection("a").createIndex({ x: 1 }); };'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name } = tree.command;
    const isRefused = [
      "drop",
      "dropIndexes",
      "collMod",
      "renameCollection",
      "dropDatabase",
      "convertToCapped",
      "createUser",
      "createRole",
    ].includes(name);
    const isOld = name === "createIndexes" && !context.created.has(labelOf(tree) ?? "");
    return tree.scope === "transaction" && (isRefused || isOld) ? [{ object: labelOf(tree) }] : [];
  },
});
