import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";

export const noUnreadCommand = defineRule({
  id: "no-unread-command",
  level: "note",
  what: "Sends something that the text alone does not tell.",
  why: "Rules see only what is written: a name or a document that is made while it runs is seen when it runs.",
  instead: "Write names and documents out where it can be done; the execution on a shadow tells the rest.",
  source: "https://www.mongodb.com/docs/manual/reference/command/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["db.getCollection(process.env.NAME).drop();", "rebuild(db);"],
    good: ['const name = "orders"; db.getCollection(name).find({ _id: 1 });'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const [first] = tree.unread;
    const isWhole = first !== undefined && (tree.method === "?" || tree.command.collection?.startsWith("?") === true);
    return isWhole ? [{ object: null, what: `Only running it tells what ${first.text} does.` }] : [];
  },
});
