import { LeadError } from "../../model/error.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Document } from "./schema.ts";

/**
 * A script is a sequence of command documents in Extended JSON, as `db.runCommand` takes them, one after another; `//` begins a comment to the end of the line,
 * commas between documents are not needed. The first key is the command's name, `$db` names another database than the target's own (as on the wire):
 *
 *     // orders get a validator
 *     { "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationLevel": "moderate" }
 *     { "createUser": "app", "roles": [], "$db": "admin" }
 *
 * `renameCollection` takes namespaces as the server does (`shop.orders`); `.orders` is that of the database at hand, whatever its name.
 * So is the database `.` in privileges and granted roles.
 */
export interface Command {
  /** Null: the target's own database. */
  readonly db: string | null;
  /** In the server's spelling (`createIndexes`). */
  readonly name: string;
  /** The collection or view that it names; null: none (`createUser`, `ping`), or `aggregate: 1`. */
  readonly collection: string | null;
  /** The whole document without `$db`, keys in their order. */
  readonly body: Document;
}
/** A command with its place: 0-based UTF-16 offsets, 1-based line and column. */
export interface PlacedCommand {
  readonly command: Command;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** Commands whose first value is not a collection. */
const unbound: ReadonlySet<string> = new Set([
  ...["createUser", "updateUser", "dropUser", "createRole", "updateRole", "dropRole", "usersInfo", "rolesInfo"],
  ...[
    "grantRolesToUser",
    "revokeRolesFromUser",
    "grantPrivilegesToRole",
    "revokePrivilegesFromRole",
    "grantRolesToRole",
    "revokeRolesFromRole",
  ],
  ...["renameCollection", "dropDatabase", "getMore", "profile", "dropAllUsersFromDatabase", "dropAllRolesFromDatabase"],
]);

export function commandOf(document: Document): Command {
  const { $db, ...body } = document;
  const [name = ""] = Object.keys(body);
  const first = body[name];
  return {
    db: typeof $db === "string" ? $db : null,
    name,
    collection: typeof first === "string" && !unbound.has(name) ? first : null,
    body,
  };
}

/** One document on one line where it is short, else one key a line. */
export function printCommand(document: Document): string {
  return printDocument(document, 0);
}

const lineLength = 120;

function printDocument(value: JsonValue | undefined, depth: number): string {
  const flat = printFlat(value);
  if (flat.length + depth * 2 <= lineLength || value === null || typeof value !== "object") return flat;
  const pad = "  ".repeat(depth + 1);
  if (Array.isArray(value)) {
    const items = value.map((item: JsonValue) => `${pad}${printDocument(item, depth + 1)}`);
    return `[\n${items.join(",\n")}\n${"  ".repeat(depth)}]`;
  }
  const members = Object.entries(value as Document).map(
    ([key, member]) => `${pad}${JSON.stringify(key)}: ${printDocument(member, depth + 1)}`,
  );
  return `{\n${members.join(",\n")}\n${"  ".repeat(depth)}}`;
}

function printFlat(value: JsonValue | undefined): string {
  if (value === undefined) return "null";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => printFlat(item)).join(", ")}]`;
  const members = Object.entries(value as Document).map(([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Splits a script. `line`: the line of the file at which the text begins. Throws `schema-unreadable` with file, line, column and excerpt. */
export function splitCommands(text: string, { file, line }: { readonly file: string; readonly line: number }): readonly PlacedCommand[] {
  const found: PlacedCommand[] = [];
  const placeOf = placer(text, line);
  for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
    const start = at;
    const end = endOfDocument(text, start);
    const read = end === null ? null : readJson(text.slice(start, end));
    if (end === null || read === null || read.kind === "wrong") {
      const unended = text[start] === "{" ? "a document that does not end" : "a document was expected";
      const { offset, message } = read?.kind === "wrong" ? read : { offset: 0, message: unended };
      const place = placeOf(Math.min(start + offset, text.length - 1));
      const excerpt = text.slice(start).split("\n")[0]?.slice(0, 80) ?? "";
      throw new LeadError("schema-unreadable", `${file}:${place.line}:${place.column}: ${message}: ${excerpt}`, {
        hint: 'A script is a sequence of commands in Extended JSON, such as { "create": "orders" }.',
      });
    }
    found.push({ command: commandOf(read.document), text: text.slice(start, end), start, end, ...placeOf(start) });
    at = end;
  }
  return found;
}

/** One document of Extended JSON, comments let in. Throws `schema-unreadable`. */
export function parseCommand(text: string): Command {
  const [only, ...others] = splitCommands(text, { file: "command", line: 1 });
  if (only === undefined || others.length > 0) throw new LeadError("schema-unreadable", "one command was expected");
  return only.command;
}

type ReadDocument =
  | { readonly kind: "document"; readonly document: Document }
  | { readonly kind: "wrong"; readonly offset: number; readonly message: string };

function readJson(text: string): ReadDocument {
  const plain = blankComments(text);
  try {
    const value = JSON.parse(plain) as JsonValue;
    if (Object.keys(value as Document).length === 0)
      return { kind: "wrong", offset: 0, message: "a command names itself by its first key" };
    return { kind: "document", document: value as Document };
  } catch (error) {
    const told = error instanceof Error ? error.message : "";
    const offset = Number(/position (\d+)/.exec(told)?.[1] ?? 0);
    return { kind: "wrong", offset, message: told.replace(/ in JSON at position.*$/s, "").replace(/^.*?(?=Expected|Unexpected|Bad)/s, "") };
  }
}

/** Comments become blanks, so that positions stay. */
function blankComments(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const end = text[at] === '"' ? endOfString(text, at) : at + 1;
    if (text.startsWith("//", at)) {
      const stop = endOfLine(text, at);
      plain += " ".repeat(stop - at);
      at = stop;
      continue;
    }
    plain += text.slice(at, end);
    at = end;
  }
  return plain;
}

/** Past blanks, comments, and commas or semicolons between documents. */
function skip(text: string, from: number): number {
  let at = from;
  for (;;) {
    const char = text[at];
    if (char !== undefined && /[\s,;\uFEFF]/.test(char)) at += 1;
    else if (text.startsWith("//", at)) at = endOfLine(text, at);
    else return at;
  }
}

function endOfDocument(text: string, start: number): number | null {
  if (text[start] !== "{") return null;
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (text.startsWith("//", at)) {
      at = endOfLine(text, at);
      continue;
    }
    if (char === "{" || char === "[") depth += 1;
    if (char === "}" || char === "]") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

function placer(text: string, line: number): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: line + low, column: offset - (starts[low] ?? 0) + 1 };
  };
}
