import type { JsonValue } from "../../../model/json.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsAt, documentsIn } from "../parse/value.ts";
import { hitAt, labelOf, settersOf, updatesOf } from "../rule-facts.ts";

export const noSecretInScript = defineRule({
  id: "no-secret-in-script",
  level: "error",
  what: "Holds a secret in its text.",
  why: "The repository, its copies and every reviewer have it from now on.",
  instead: "Read it from the environment or a secret store when the migration runs; keep only hashes of passwords.",
  source: "https://www.mongodb.com/docs/manual/administration/security-checklist/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "insert": "settings", "documents": [{ "_id": 1, "apiKey": "sk_live_8f2hds7f2" }] }',
      '{ "update": "settings", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "smtp.password": "hunter22" } } }] }',
    ],
    good: [
      '{ "insert": "settings", "documents": [{ "_id": 1, "apiKeyHint": "ends in f2", "token": null }] }',
      '{ "find": "settings", "filter": { "token": "x" } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const isSecret = (name: string, value: JsonValue): boolean =>
      /(?:^|[._])(?:password|passwd|secret|token|api_?key|access_?key|private_?key|client_?secret)$|(?:[a-z](?:Password|Secret|Token|ApiKey))$/i.test(
        name,
      ) &&
      typeof value === "string" &&
      value.length >= 6 &&
      !/^\$|^(?:string|null)$/.test(value);
    const documents = tree.command.name === "insert" ? documentsAt(tree.command.body, "documents") : [];
    const inserted = documents.flatMap((document) =>
      [...documentsIn(document)].flatMap(({ document: inner }) =>
        Object.entries(inner)
          .filter(([name, value]) => isSecret(name, value))
          .map(([name]) => hitAt(statement, inner, name, labelOf(tree))),
      ),
    );
    const set = updatesOf(tree).flatMap(({ update }) =>
      settersOf(update)
        .filter(({ operator, path, value }) => operator !== "$unset" && operator !== "$rename" && isSecret(path, value))
        .map(({ holder, path }) => hitAt(statement, holder, path, labelOf(tree))),
    );
    return [...inserted, ...set];
  },
});
