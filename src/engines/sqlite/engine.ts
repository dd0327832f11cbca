import { parseName } from "../../model/name.ts";
import type { SchemaObject } from "../../model/schema.ts";
import { type Engine, sqlScripts } from "../engine.ts";
import { lintScripts } from "../lint.ts";
import { compare, findRenames, typeChange } from "./compare.ts";
import { connectTarget } from "./connect.ts";
import { designChange } from "./design.ts";
import { renderObject } from "./objects/kinds.ts";
import { findMentions, parseScript } from "./parse.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";
import { sqliteRows } from "./rows.ts";
import { sqliteRules } from "./rules.ts";
import { sqliteShadow } from "./shadow.ts";
import { quoteName } from "./tokens.ts";

/** SQLite 3 by the SQLite inside Node.js: nothing to install, the database is one file. */
export const sqliteEngine: Engine = {
  id: "sqlite",
  title: "SQLite",
  specialist: "database-specialist",
  capabilities: {
    schemaChangesInTransaction: "yes",
    onlineChanges: false,
    batchScripts: false,
    concurrentSessions: false,
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
        "tune",
        "adopt-schema",
      ] as const),
    ],
    without: {
      secure: "SQLite has no roles, no privileges and no row level security; whoever may open the file may do all",
      "move-field": "the values would have to be kept in step across two tables",
    },
    versions: ["3"],
    scripts: sqlScripts,
  },
  parse: async (script) => parseScript(script),
  mentions: async (text) => findMentions(text),
  design: async (request) => designChange(request),
  typeChange,
  readFields: (object, fields) => `select ${fields.map(quoteName).join(", ")} from ${parseName(object).map(quoteName).join(".")}`,
  compare: (from, to, renames) => Promise.resolve(compare(from, to, renames)),
  findRenames: (from, to) => Promise.resolve(findRenames(from, to)),
  plan: async (request) => planChange(request),
  renderScript,
  describe: (object: SchemaObject) => Promise.resolve(renderObject(object)),
  rules: async () => sqliteRules,
  lint: (request) => lintScripts({ parse: async (script) => parseScript(script), rules: sqliteRules }, request),
  shadow: sqliteShadow,
  rows: sqliteRows,
  tuner: async () => (await import("./tune.ts")).sqliteTuner,
  connect: connectTarget,
};
