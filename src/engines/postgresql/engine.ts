import type { Engine } from "../engine.ts";
import { designPostgresql } from "./design.ts";
import { typeChange } from "./field-type.ts";
import { kindOf } from "./objects.ts";
import { mentionsOf, parsePostgresql } from "./parse.ts";
import { compareFollowing } from "./plan/front.ts";
import { guessRenames } from "./plan/rename-guess.ts";
import { planPostgresql } from "./plan.ts";
import { postgresqlRows } from "./rows.ts";
import { postgresqlShadow } from "./shadow.ts";

/** PostgreSQL 14 to 18; embedded (PGlite) or native shadows. */
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
      ...(["seed-data", "query", "secure", "adopt-schema"] as const),
    ],
    versions: ["14", "15", "16", "17", "18"],
  },
  parse: parsePostgresql,
  mentions: mentionsOf,
  design: designPostgresql,
  typeChange,
  compare: compareFollowing,
  findRenames: guessRenames,
  plan: planPostgresql,
  renderScript: (statements) => statements.map((statement) => `${statement.trimEnd().replace(/;$/, "")};\n`).join(""),
  describe: (object) => kindOf(object.kind).describe(object),
  rules: async () => (await import("./rules.ts")).postgresqlRules(),
  lint: async (request) => (await import("./rules.ts")).lintPostgresql(request),
  shadow: postgresqlShadow,
  rows: postgresqlRows,
  connect: async (request) => (await import("./connect.ts")).connectPostgresql(request),
};
