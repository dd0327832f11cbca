import { LeadError } from "../../model/error.ts";
import { parsedEvidence } from "../../model/evidence.ts";
import type { Script } from "../../model/migration.ts";
import type { StatementTrace } from "../../model/review.ts";
import type { Schema } from "../../model/schema.ts";
import type { Connection, ScriptOutcome, ServerFacts } from "../connection.ts";
import type { Shadow, ShadowRequest } from "../shadow.ts";
import { parseCommand } from "./command.ts";
import { demandHarmless } from "./guard.ts";
import { isJobText } from "./job-runner.ts";
import { parseScript } from "./parse.ts";
import { treeOf } from "./parse/statement.ts";
import { simulate } from "./simulate.ts";
import { effectsOf } from "./trace.ts";

const noServer = "no MongoDB server is found here: nothing was executed";

/** A schema that follows the text of commands, where there is no server: what it says is `parsed`, it has no documents. */
export async function openPaper(request: ShadowRequest): Promise<Shadow> {
  const version = request.version === "" ? "0" : request.version;
  const start: Schema = { engine: "mongodb", version, objects: [], unmodelled: [] };
  const shadow = shadowAt(start, version);
  for (const script of [...request.base, ...request.seed]) {
    const { error } = await shadow.connection.execute(script);
    if (error !== null) throw new LeadError("schema-unreadable", `${error.file}:${error.line}: ${error.message}: ${error.excerpt}`);
  }
  return shadow;
}

function shadowAt(schema: Schema, version: string): Shadow {
  const server: ServerFacts = { flavour: "MongoDB", version, kind: "none" };
  const state = { schema };
  const connection: Connection = {
    server,
    introspect: () => Promise.resolve(state.schema),
    sizes: () => Promise.resolve({}),
    execute: (script) => Promise.resolve(follow(script, state)),
    query: () => Promise.reject(new LeadError("engine-missing", noServer)),
    tryQuery: (text) => Promise.resolve(read(text)),
    check: () => Promise.resolve({ kind: "error", error: { message: noServer, code: "engine-missing" } }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return {
    server,
    connection,
    fork: () => Promise.resolve(shadowAt(state.schema, version)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function read(text: string): Awaited<ReturnType<Connection["tryQuery"]>> {
  try {
    parseCommand(text);
    return { kind: "runs", plan: "" };
  } catch (error) {
    return { kind: "fails", error: { message: error instanceof Error ? error.message : String(error), code: "schema-unreadable" } };
  }
}

function follow(script: Script, state: { schema: Schema }): ScriptOutcome {
  if (isJobText(script.text)) return { statements: [], error: null };
  const traces: StatementTrace[] = [];
  for (const statement of parseScript(script)) {
    const { command } = treeOf(statement);
    const place = { file: script.file, line: statement.line, text: statement.text };
    try {
      demandHarmless(command);
      state.schema = simulate(state.schema, [command]);
      const { access: _access, ...effects } = effectsOf(command, {}, null, "there");
      traces.push({
        ...place,
        ...effects,
        scans: [],
        durationMs: 0,
        unobserved: [noServer],
        evidence: { ...parsedEvidence, limits: noServer },
      });
    } catch (cause) {
      const error = {
        message: cause instanceof Error ? cause.message : String(cause),
        code: cause instanceof LeadError ? cause.code : "MongoDB",
      };
      return { statements: traces, error: { ...error, file: script.file, line: statement.line, excerpt: statement.text.slice(0, 120) } };
    }
  }
  return { statements: traces, error: null };
}
