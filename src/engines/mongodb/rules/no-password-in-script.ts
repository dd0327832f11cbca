import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt } from "../rule-facts.ts";

export const noPasswordInScript = defineRule({
  id: "no-password-in-script",
  level: "error",
  what: "Writes a password into the text of a migration.",
  why: "The repository and the server's log hold it from now on.",
  instead: "passwordPrompt(), or a value from the environment; or make accounts outside migrations.",
  source: "https://www.mongodb.com/docs/manual/reference/method/passwordPrompt/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['{ "createUser": "app", "pwd": "hunter22", "roles": [] }', '{ "updateUser": "app", "pwd": "hunter22" }'],
    good: ['{ "updateUser": "app", "roles": [] }', '{ "dropUser": "app" }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return /^(?:createUser|updateUser)$/.test(tree.command.name) && typeof tree.command.body["pwd"] === "string"
      ? [hitAt(statement, tree.command.body, "pwd", null)]
      : [];
  },
});
