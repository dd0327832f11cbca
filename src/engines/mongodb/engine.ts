import type { SchemaObject } from "../../model/schema.ts";
import type { Engine } from "../engine.ts";
import { lintScripts } from "../lint.ts";
import { compare, findRenames } from "./compare.ts";
import { connectTarget } from "./connect.ts";
import { designChange } from "./design.ts";
import { typeChange } from "./field-type.ts";
import { findMentions } from "./mentions.ts";
import { renderObject } from "./objects/kinds.ts";
import { parseScript } from "./parse.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";
import { mongodbRows } from "./rows.ts";
import { mongodbRules } from "./rules.ts";
import { mongodbShadow } from "./shadow.ts";

/** MongoDB 5 and later: collections with validators and indexes, and documents that nobody declared. */
export const mongodbEngine: Engine = {
  id: "mongodb",
  title: "MongoDB",
  specialist: "mongodb-specialist",
  capabilities: {
    schemaChangesInTransaction: "no",
    onlineChanges: true,
    batchScripts: true,
    concurrentSessions: true,
    intents: [
      ...(["add-field", "rename-field", "change-field", "drop-field", "split-field", "merge-fields"] as const),
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
  parse: async (script) => parseScript(script),
  mentions: (text) => Promise.resolve(findMentions(text)),
  design: async (request) => designChange(request),
  typeChange,
  compare: (from, to, renames) => Promise.resolve(compare(from, to, renames)),
  findRenames: (from, to) => Promise.resolve(findRenames(from, to)),
  plan: async (request) => planChange(request),
  renderScript,
  describe: (object: SchemaObject) => Promise.resolve(renderObject(object)),
  rules: async () => mongodbRules,
  lint: (request) => lintScripts({ parse: async (script) => parseScript(script), rules: mongodbRules }, request),
  shadow: mongodbShadow,
  rows: mongodbRows,
  connect: connectTarget,
};
