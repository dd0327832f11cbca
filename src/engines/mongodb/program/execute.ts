import { itemsOf } from "../../../model/json.ts";
import type { Script } from "../../../model/migration.ts";
import { printName } from "../../../model/name.ts";
import type { ObjectAccess, StatementError, StatementTrace } from "../../../model/review.ts";
import type { ScriptOutcome } from "../../connection.ts";
import type { ParsedStatement } from "../../engine.ts";
import { commandOf, printCommand } from "../command.ts";
import { treeOf } from "../parse/statement.ts";
import { parseScript } from "../parse/script.ts";
import type { Document } from "../schema.ts";
import { errorOf, type Session } from "../session.ts";
import { effectsOf, type Profiled } from "../trace.ts";
import { runProgram } from "./run.ts";
import type { Sent } from "./relay.ts";

type Effects = ReturnType<typeof effectsOf>;
type Place = Pick<StatementTrace, "file" | "line" | "text">;
interface Tracing {
  readonly mode: "traced" | "untraced";
  readonly trace: (place: Place, effects: Effects | null, durationMs: number) => StatementTrace;
}

interface Places {
  readonly script: Script;
  readonly statements: readonly ParsedStatement[];
}

/** Commands that say nothing of what a migration does. */
const silent = new Set(["getMore", "killCursors", "endSessions", "listCollections", "listIndexes", "startSession"]);

/** Runs a program against the session's database; its traces tell what each call of it sent, added up where a line sends more than once. */
export async function executeProgram(script: Script, session: Session, { mode, trace }: Tracing): Promise<ScriptOutcome> {
  const known = new Set((await session.list({ listCollections: 1, nameOnly: true })).map((one) => String(one["name"])));
  const isTraced = mode === "traced";
  if (isTraced) await session.run({ profile: 2 });
  try {
    const run = await runProgram(script, session, isTraced ? "added" : "none");
    const profiled = isTraced ? await readProfile(session) : new Map<string, Profiled>();
    const places = { script, statements: readStatements(script) };
    const traces = new Map<string, StatementTrace>();
    for (const one of run.sent) {
      const command = commandOf(atHome(one.document));
      if (silent.has(command.name)) continue;
      const place = placeOf(one, places);
      const error = failed(one.answer, session.database);
      const seen = profiled.get(one.comment ?? "") ?? null;
      const effects =
        error === null
          ? elsewhere(effectsOf(command, one.answer ?? {}, seen, presence(known, command)), command.db, session.database)
          : null;
      follow(known, command);
      const told = withLimits(trace(place, effects, one.durationMs), run.limits);
      const made = error === null ? told : { ...told, error };
      const key = `${place.line} ${command.name} ${command.collection ?? ""}`;
      const before = traces.get(key);
      traces.set(key, before === undefined ? made : addUp(before, made));
    }
    return { statements: [...traces.values()], error: outcomeError(script, run, session.database) };
  } finally {
    if (isTraced) await session.run({ profile: 0 });
  }
}

function outcomeError(
  script: Script,
  { failure, unawaited }: Awaited<ReturnType<typeof runProgram>>,
  database: string,
): ScriptOutcome["error"] {
  if (failure !== null) {
    const line = failure.line === 0 ? script.line : failure.line;
    return {
      ...errorOf(Object.assign(new Error(plain(failure.message, database)), { codeName: failure.code })),
      file: script.file,
      line,
      excerpt: lineOf(script, line),
    };
  }
  if (unawaited === 0) return null;
  const message = `it ended while ${unawaited} of its commands ${unawaited === 1 ? "was" : "were"} still under way: an await is missing, and the runner closes the connection`;
  return { message, code: "NotAwaited", file: script.file, line: script.line, excerpt: lineOf(script, script.line) };
}

function lineOf(script: Script, line: number): string {
  return (script.text.split("\n")[line - script.line] ?? "").trim().slice(0, 120);
}

/** What cannot be read is told by the rules; here only places are looked for. */
function readStatements(script: Script): readonly ParsedStatement[] {
  try {
    return parseScript(script);
  } catch {
    return [];
  }
}

/** The call of the text that sent a command: the one around its line with that command, else the line itself. */
function placeOf({ document, line }: Sent & { readonly line: number }, { script, statements }: Places): Place {
  const command = commandOf(document);
  const around = statements.filter((one) => one.line <= line && line < one.line + one.text.split("\n").length);
  const found = around.find((one) => treeOf(one).command.name === command.name) ?? (around.length === 1 ? around[0] : undefined);
  if (found !== undefined) return { file: script.file, line: found.line, text: found.text };
  return { file: script.file, line: line === 0 ? script.line : line, text: printCommand(short(document)) };
}

/** Without its documents, which may be many and are nobody's business. */
function short(document: Document): Document {
  const { documents: _documents, comment: _comment, $db: _db, $readPreference: _preference, ...rest } = document;
  return rest;
}

function failed(answer: Document | null, database: string): StatementError | null {
  const [first] = itemsOf(answer?.["writeErrors"]);
  const told = (typeof first === "object" && first !== null ? first : answer?.["ok"] === 0 ? answer : null) as Document | null;
  return told === null
    ? null
    : errorOf(
        Object.assign(new Error(plain(String(told["errmsg"] ?? ""), database)), {
          codeName: told["codeName"] ?? String(told["code"] ?? ""),
        }),
      );
}

/** Without the name that the review gave the database, and without numbers that differ each time. */
function plain(message: string, database: string): string {
  return message
    .replaceAll(`${database}_`, "")
    .replaceAll(`${database}.`, "")
    .replaceAll(/Index build failed: [0-9a-f-]{36}: |\s\( [0-9a-f-]{36} \)/g, "");
}

/** A renaming's names as collections of the database at hand. */
function atHome(document: Document): Document {
  if (document["renameCollection"] === undefined) return document;
  const home = (name: unknown): string => `.${String(name).slice(String(name).indexOf(".") + 1)}`;
  return { ...document, renameCollection: home(document["renameCollection"]), to: home(document["to"]) };
}

/** What was done in another database carries its name. */
function elsewhere(effects: Effects, db: string | null, own: string): Effects {
  if (db === null || !db.startsWith(`${own}_`)) return effects;
  const name = (object: string): string => `${printName([db.slice(own.length + 1)])}.${object}`;
  const names = (objects: readonly string[]): readonly string[] => objects.map(name);
  return {
    ...effects,
    blocks: effects.blocks.map((block) => ({ ...block, object: name(block.object) })),
    scans: names(effects.scans),
    created: names(effects.created),
    altered: names(effects.altered),
    dropped: names(effects.dropped),
    access: effects.access.map((one) => ({ ...one, object: name(one.object) })),
  };
}

function presence(known: ReadonlySet<string>, { collection }: ReturnType<typeof commandOf>): "absent" | "there" {
  return collection === null || known.has(collection) ? "there" : "absent";
}

/** Collections come with the first write, too. */
function follow(known: Set<string>, { name, collection, body }: ReturnType<typeof commandOf>): void {
  if (collection !== null && ["create", "insert", "createIndexes", "update"].includes(name)) known.add(collection);
  if (collection !== null && name === "drop") known.delete(collection);
  if (name === "renameCollection") {
    known.delete(String(body["renameCollection"]).slice(1));
    known.add(String(body["to"]).slice(1));
  }
}

async function readProfile(session: Session): Promise<ReadonlyMap<string, Profiled>> {
  const entries = await session.list({ find: "system.profile", filter: { "command.comment": { $regex: "^dblead program " } } }, 50_000);
  const found = new Map<string, Profiled>();
  for (const entry of entries) {
    const command = entry["command"];
    const comment = typeof command === "object" && command !== null && "comment" in command ? String(command.comment) : "";
    const before = found.get(comment) ?? { documentsExamined: 0, keysExamined: 0, collectionScans: 0 };
    found.set(comment, {
      documentsExamined: before.documentsExamined + Number(entry["docsExamined"] ?? 0),
      keysExamined: before.keysExamined + Number(entry["keysExamined"] ?? 0),
      collectionScans: before.collectionScans + (String(entry["planSummary"] ?? "").startsWith("COLLSCAN") ? 1 : 0),
    });
  }
  return found;
}

function withLimits(trace: StatementTrace, limits: readonly string[]): StatementTrace {
  return limits.length === 0 ? trace : { ...trace, evidence: { ...trace.evidence, limits: limits.join("; ") } };
}

/** One line, many commands: what they did together. */
function addUp(a: StatementTrace, b: StatementTrace): StatementTrace {
  const union = (one: readonly string[], other: readonly string[]): readonly string[] => [...new Set([...one, ...other])];
  const access = [...(a.access ?? []), ...(b.access ?? [])];
  const objects = [...new Set(access.map(({ object }) => object))];
  const durationMs = a.durationMs + b.durationMs;
  return {
    ...a,
    blocks: [
      ...a.blocks,
      ...b.blocks.filter((block) => !a.blocks.some((other) => other.object === block.object && other.vendorMode === block.vendorMode)),
    ],
    rewrites: union(a.rewrites, b.rewrites),
    scans: union(a.scans, b.scans),
    created: union(a.created, b.created),
    altered: union(a.altered, b.altered),
    dropped: union(a.dropped, b.dropped),
    rowsWritten: a.rowsWritten + b.rowsWritten,
    durationMs,
    access: objects.map((object) => access.filter((one) => one.object === object).reduce(sum)),
    evidence: {
      ...a.evidence,
      facts: [
        { name: "duration", value: Math.round(durationMs), unit: "ms" },
        { name: "commands", value: commandsIn(a) + 1 },
      ],
    },
  };
}

function commandsIn(trace: StatementTrace): number {
  const said = trace.evidence.facts.find(({ name }) => name === "commands")?.value;
  return typeof said === "number" ? said : 1;
}

function sum(a: ObjectAccess, b: ObjectAccess): ObjectAccess {
  return {
    ...a,
    scans: a.scans + b.scans,
    rowsRead: a.rowsRead + b.rowsRead,
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    deleted: a.deleted + b.deleted,
  };
}
