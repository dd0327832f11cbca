import { parseName } from "../../model/name.ts";
import { type Engine, sqlScripts } from "../engine.ts";
import { typeChange } from "./field-type.ts";
import { quoteName } from "./quote.ts";
import { makeDigestRequests } from "./rows/digests.ts";
import { renderScript } from "./script.ts";

/** PostgreSQL 14 to 18; embedded (PGlite) or native shadows. What one command needs and another does not is loaded when it is asked for. */
export const postgresqlEngine: Engine = {
  id: "postgresql",
  title: "PostgreSQL",
  specialist: "postgresql-specialist",
  capabilities: {
    schemaChangesInTransaction: "some",
    onlineChanges: true,
    batchScripts: true,
    concurrentSessions: true,
    intents: [
      ...(["add-field", "rename-field", "change-field", "drop-field", "split-field", "merge-fields", "move-field"] as const),
      ...(["add-object", "drop-object", "rename-object", "add-reference", "add-index", "add-rule"] as const),
      ...(["seed-data", "query", "tune", "secure", "adopt-schema"] as const),
    ],
    versions: ["14", "15", "16", "17", "18"],
    scripts: sqlScripts,
  },
  parse: async (script) => (await import("./parse.ts")).parsePostgresql(script),
  mentions: async (text) => (await import("./parse.ts")).mentionsOf(text),
  design: async (request) => (await import("./design.ts")).designPostgresql(request),
  typeChange,
  readFields: (object, fields) => `select ${fields.map(quoteName).join(", ")} from ${parseName(object).map(quoteName).join(".")}`,
  compare: async (from, to, renames) => (await import("./plan/front.ts")).compareFollowing(from, to, renames),
  findRenames: async (from, to) => (await import("./plan/rename-guess.ts")).guessRenames(from, to),
  plan: async (request) => (await import("./plan.ts")).planPostgresql(request),
  renderScript,
  describe: async (object) => (await import("./objects.ts")).kindOf(object.kind).describe(object),
  rules: async () => (await import("./rules.ts")).postgresqlRules(),
  lint: async (request) => {
    // Its WebAssembly compiles in the background while the rules are loaded.
    const grammar = (await import("./parse/grammar.ts")).loadGrammar();
    const [{ lintPostgresql }] = await Promise.all([import("./rules.ts"), grammar]);
    return lintPostgresql(request);
  },
  shadow: { open: async (request) => (await import("./shadow.ts")).postgresqlShadow.open(request) },
  rehearsal: { open: async (request) => (await import("./rehearsal/rehearsal.ts")).postgresqlRehearsal.open(request) },
  rows: {
    synthesize: async (connection, request) => (await import("./rows.ts")).postgresqlRows.synthesize(connection, request),
    digest: async (connection, requests) => (await import("./rows.ts")).postgresqlRows.digest(connection, requests),
    digestRequests: makeDigestRequests,
    writeAsNewVersion: async (connection, schema, plan) =>
      (await import("./rows.ts")).postgresqlRows.writeAsNewVersion(connection, schema, plan),
  },
  tuner: async () => (await import("./tune.ts")).postgresqlTuner,
  measureRates: async (connection) => (await import("./rates.ts")).measureRates(connection),
  connect: async (request) => (await import("./connect.ts")).connectPostgresql(request),
};
