import { LeadError } from "../../../model/error.ts";
import type { Script } from "../../../model/migration.ts";
import type { ParsedStatement } from "../../engine.ts";
import { commandOf, type PlacedCommand, splitCommands } from "../command.ts";
import { isModule, readDocument, readProgram } from "./javascript/source.ts";
import type { Told } from "./javascript/held.ts";
import { type CommandTree, touchesOf } from "./statement.ts";
import { findUnknownWords } from "./unknown-words.ts";
import { isDocument, isList, type Span, unreadText } from "./value.ts";
import type { JsonValue } from "../../../model/json.ts";

/** Above this a document's members have no places: reading them costs more than it tells. */
const placedLength = 200_000;

/** Whether the script is a program (JavaScript or TypeScript) rather than a list of commands. */
export function isProgram(script: Script): boolean {
  return /\.[cm]?[jt]s$/.test(script.file);
}

/** Which function of a module the script stands for; null: the whole text is run, as the shell does. */
export function entryOf(script: Script): "up" | "down" | null {
  if (script.program !== undefined) return script.program.entry;
  return isModule(script.text) ? "up" : null;
}

/**
 * Reads a script: commands as Extended JSON, or the calls of a program normalised into the same commands. What cannot be read without running the program is named in
 * each statement's tree. Throws `schema-unreadable` with file, line, column and excerpt where it does not parse or has a command, operator or option that no server
 * knows, with the nearest that one does.
 */
export function parseScript(script: Script): readonly ParsedStatement[] {
  const statements = isProgram(script)
    ? parseProgram(script)
    : splitCommands(script.text, script).map((placed) => parseCommandDocument(placed));
  for (const statement of statements) refuseUnknownWords(statement, script);
  return statements;
}

function parseCommandDocument(placed: PlacedCommand): ParsedStatement {
  const { text, start, end, line, column } = placed;
  const document = text.length > placedLength ? null : readDocument(text, start);
  const command = document === null ? placed.command : { ...commandOf(document), body: withoutDatabase(document) };
  const tree: CommandTree = {
    command,
    form: "command",
    method: null,
    scope: "alone",
    repeats: "once",
    waited: "waited",
    named: command.db === null ? "own" : "other",
    unread: [],
  };
  return { text, start, end, line, column, tree, touches: touchesOf(tree) };
}

function parseProgram(script: Script): readonly ParsedStatement[] {
  const reading = readProgram(script, entryOf(script));
  const sent = reading.told.map((told) => parseTold(told, reading.face, script));
  const beyond = reading.beyond
    .filter(({ start, end }) => !sent.some((statement) => statement.start <= start && end <= statement.end))
    .map((span) => parseBeyond(span, reading.face, script));
  return [...sent, ...beyond];
}

function parseTold(
  { document, database, method, span, scope, repeats, waited }: Told,
  form: "driver" | "shell",
  script: Script,
): ParsedStatement {
  const command = commandOf(database === null || document["$db"] !== undefined ? document : { ...document, $db: database });
  const placed = { ...command, body: withoutDatabase(document) };
  const unread = unreadIn(document, span);
  const tree: CommandTree = { command: placed, form, method, scope, repeats, waited, named: database === null ? "own" : "other", unread };
  return {
    text: script.text.slice(span.start, span.end),
    start: span.start,
    end: span.end,
    ...placeOf(script, span.start),
    tree,
    touches: touchesOf(tree).filter(({ name }) => !/(?:^|["'.])\?/.test(name)),
  };
}

/** The very document, whose members have their places. */
function withoutDatabase(document: Told["document"]): Told["document"] {
  if (document["$db"] === undefined) return document;
  const { $db: _, ...body } = document;
  return body;
}

/** A call that hands the database on: what it sends is told by running it. */
function parseBeyond(span: Span & { readonly text: string }, form: "driver" | "shell", script: Script): ParsedStatement {
  const command = { db: null, name: "ping", collection: null, body: { ping: 1 } };
  const tree: CommandTree = { command, form, method: "?", scope: "alone", repeats: "once", waited: "waited", named: "own", unread: [span] };
  return {
    text: script.text.slice(span.start, span.end),
    start: span.start,
    end: span.end,
    ...placeOf(script, span.start),
    tree,
    touches: [],
  };
}

function unreadIn(document: JsonValue, span: Span): CommandTree["unread"] {
  const found: (Span & { readonly text: string })[] = [];
  const visit = (value: JsonValue): void => {
    const text = unreadText(value);
    if (text !== null) found.push({ ...span, text });
    else if (isList(value)) for (const item of value) visit(item);
    else if (isDocument(value)) for (const member of Object.values(value)) visit(member);
  };
  visit(document);
  const [first] = Object.values(isDocument(document) ? document : {});
  return typeof first === "string" && first.startsWith("?") ? [{ ...span, text: first.slice(1) }, ...found] : found;
}

function placeOf(script: Script, offset: number): { readonly line: number; readonly column: number } {
  const before = script.text.slice(0, offset);
  return { line: script.line + before.split("\n").length - 1, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
}

function refuseUnknownWords(statement: ParsedStatement, script: Script): void {
  const tree = statement.tree as CommandTree;
  const [first] = tree.unread.some(({ text }) => text === "the command") ? [] : findUnknownWords(tree.command);
  if (first === undefined || first.word === "" || first.word === "$unread") return;
  const { line, column } = placeOf(script, first.span?.start ?? statement.start);
  const meant = first.nearest === null ? "" : `; did you mean ${first.nearest}?`;
  const excerpt = (script.text.split("\n")[line - script.line] ?? "").trim().slice(0, 80);
  throw new LeadError("schema-unreadable", `${script.file}:${line}:${column}: ${first.word} is no ${first.what}${meant}: ${excerpt}`, {
    ...(first.nearest === null ? {} : { hint: `Write ${first.nearest}.` }),
  });
}
