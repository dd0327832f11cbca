import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";

export const noServerSettings = defineRule({
  id: "no-server-settings",
  level: "error",
  what: "Changes the server itself from a migration.",
  why: "It holds for every database of the deployment, and the next server that is set up does not have it.",
  instead: "Leave it to whoever runs the servers.",
  source: "https://www.mongodb.com/docs/manual/reference/command/nav-administration/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['{ "setParameter": 1, "ttlMonitorEnabled": false, "$db": "admin" }', '{ "profile": 2 }'],
    good: ['{ "ping": 1 }', '{ "profile": 0 }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const { name, body } = tree.command;
    const isSetting = [
      "setParameter",
      "setFeatureCompatibilityVersion",
      "setDefaultRWConcern",
      "replSetReconfig",
      "replSetStepDown",
      "replSetInitiate",
      "fsync",
      "setClusterParameter",
      "logRotate",
      "killOp",
      "setUserWriteBlockMode",
    ].includes(name);
    return isSetting || (name === "profile" && body["profile"] !== 0) ? [{ object: null, what: `${name} changes the server itself.` }] : [];
  },
});
