import type { SchemaObject } from "../../model/schema.ts";
import type { Engine } from "../engine.ts";
import { typeChange } from "./field-type.ts";
import { renderScript } from "./render.ts";
import { digestRequests } from "./rows/digest-requests.ts";

/** MongoDB 5 and later: collections with validators and indexes, and documents that nobody declared. Each part is loaded when it is asked. */
export const mongodbEngine: Engine = {
  id: "mongodb",
  title: "MongoDB",
  specialist: "mongodb-specialist",
  capabilities: {
    schemaChangesInTransaction: "no",
    onlineChanges: true,
    objectsByWriting: true,
    batchScripts: true,
    concurrentSessions: true,
    intents: [
      ...(["add-field", "rename-field", "change-field", "drop-field", "split-field", "merge-fields", "move-field"] as const),
      ...([
        "add-object",
        "drop-object",
        "rename-object",
        "add-reference",
        "add-index",
        "add-rule",
        "seed-data",
        "query",
        "adopt-schema",
      ] as const),
    ],
    versions: ["5", "6", "7", "8"],
    scripts: { extension: ".json", jobExtension: ".js", comment: "//" },
  },
  parse: async (script) => (await import("./parse.ts")).parseScript(script),
  mentions: async (text) => (await import("./mentions.ts")).findMentions(text),
  design: async (request) => (await import("./design.ts")).designChange(request),
  typeChange,
  compare: async (from, to, renames) => (await import("./compare.ts")).compare(from, to, renames),
  findRenames: async (from, to) => (await import("./compare.ts")).findRenames(from, to),
  plan: async (request) => (await import("./plan.ts")).planChange(request),
  renderScript,
  describe: async (object: SchemaObject) => (await import("./objects/kinds.ts")).renderObject(object),
  rules: async () => (await import("./rules.ts")).mongodbRules,
  lint: async (request) => {
    const [{ lintScripts }, { parseScript }, { mongodbRules }] = await Promise.all([
      import("../lint.ts"),
      import("./parse.ts"),
      import("./rules.ts"),
    ]);
    return lintScripts({ parse: async (script) => parseScript(script), rules: mongodbRules }, request);
  },
  shadow: { open: async (request) => (await import("./shadow.ts")).mongodbShadow.open(request) },
  rows: {
    synthesize: async (connection, request) => (await import("./rows.ts")).mongodbRows.synthesize(connection, request),
    digest: async (connection, requests) => (await import("./rows.ts")).mongodbRows.digest(connection, requests),
    digestRequests,
    writeAsNewVersion: async (connection, schema, plan) =>
      (await import("./rows.ts")).mongodbRows.writeAsNewVersion(connection, schema, plan),
  },
  connect: async (request) => (await import("./connect.ts")).connectTarget(request),
};
