import type { FileText } from "../../model/migration.ts";
import { parseName, printName } from "../../model/name.ts";
import { splitStatements, stripComments } from "../formats/statements.ts";
import { readAction } from "./column-types.ts";
import { draftObject, finishObject, type ModelDraft, type ModelObject } from "./model.ts";
import { skipPart } from "./source-values.ts";

const name = String.raw`((?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))?)`;

/** Tables of `db/structure.sql`, which Rails has pg_dump write: its statements have one form each. */
export function readStructure(file: FileText): readonly ModelObject[] {
  const drafts = new Map<string, ModelDraft>();
  let from = 0;
  for (const statement of splitStatements(file.text)) {
    const at = file.text.indexOf(statement, from);
    from = at + statement.length;
    const text = stripComments(statement);
    const line = file.text.slice(0, at + statement.length - text.length).split("\n").length;
    readStatement(text, drafts, { ...file, line });
  }
  return [...drafts.values()].map(finishObject);
}

function readStatement(text: string, drafts: Map<string, ModelDraft>, place: FileText & { readonly line: number }): void {
  const table = new RegExp(String.raw`^CREATE (?:UNLOGGED )?TABLE ${name} \(([\s\S]*)\)`).exec(text);
  if (table !== null) {
    const draft = draftObject({ name: labelOf(table[1] ?? ""), file: place.path, line: place.line, codeName: labelOf(table[1] ?? "") });
    for (const [index, part] of splitParts(table[2] ?? "").entries()) readColumn(draft, part, place.line + 1 + index);
    drafts.set(draft.name, draft);
    return;
  }
  const added = new RegExp(String.raw`^ALTER TABLE (?:ONLY )?${name}\s+ADD CONSTRAINT (?:"[^"]+"|\w+) ([\s\S]*?);?$`).exec(text);
  const draft = drafts.get(labelOf(added?.[1] ?? ""));
  if (added !== null && draft !== undefined) readConstraint(draft, added[2] ?? "");
  const fallback = new RegExp(String.raw`^ALTER TABLE (?:ONLY )?${name} ALTER COLUMN ("[^"]+"|\w+) SET DEFAULT ([\s\S]*?);?$`).exec(text);
  if (fallback !== null) setDefault(drafts.get(labelOf(fallback[1] ?? "")), parseName(fallback[2] ?? "")[0] ?? "", fallback[3] ?? "");
  const index = new RegExp(
    String.raw`^CREATE (UNIQUE )?INDEX (?:"[^"]+"|\w+) ON (?:ONLY )?${name} USING \w+ \(([\s\S]*?)\)( (?:INCLUDE|WITH|NULLS)[\s\S]*?)?( WHERE [\s\S]*)?;?$`,
  ).exec(text);
  if (index !== null) readIndex(drafts.get(labelOf(index[2] ?? "")), index, place.line);
}

/** `public.` is said by pg_dump and by nobody else. */
function labelOf(text: string): string {
  const parts = parseName(text);
  return printName(parts[0] === "public" ? parts.slice(1) : parts);
}

function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] === ",") {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    at = text[at] === "#" ? at + 1 : skipPart(text, at);
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== "");
}

function readColumn(draft: ModelDraft, part: string, line: number): void {
  if (/^CONSTRAINT\b/.test(part)) return readConstraint(draft, part.replace(/^CONSTRAINT (?:"[^"]+"|\w+) /, ""));
  const match = /^("[^"]+"|\w+) ([\s\S]+?)( COLLATE [\s\S]+?)?( DEFAULT [\s\S]+?)?( GENERATED [\s\S]+?)?( NOT NULL)?$/.exec(part);
  if (match === null) return;
  const column = parseName(match[1] ?? "")[0] ?? "";
  const type = (match[2] ?? "").replace(/^public\./, "");
  draft.fields.push({
    name: column,
    property: column,
    type,
    columnType: type,
    required: match[6] !== undefined,
    ...(match[4] === undefined ? {} : { default: match[4].replace(/^ DEFAULT /, "") }),
    line,
  });
}

function setDefault(draft: ModelDraft | undefined, column: string, text: string): void {
  const at = draft?.fields.findIndex((field) => field.name === column) ?? -1;
  const field = draft?.fields[at];
  if (draft !== undefined && field !== undefined) draft.fields[at] = { ...field, default: text };
}

function namesIn(text: string): readonly string[] {
  return splitParts(text).map((part) => parseName(part)[0] ?? part);
}

function readConstraint(draft: ModelDraft, text: string): void {
  const key = /^(PRIMARY KEY|UNIQUE)(?: NULLS NOT DISTINCT)? \(([^)]*)\)/.exec(text);
  if (key !== null) draft.keys.push({ kind: key[1] === "UNIQUE" ? "unique" : "primary", fields: namesIn(key[2] ?? "") });
  const foreign = new RegExp(String.raw`^FOREIGN KEY \(([^)]*)\) REFERENCES ${name}\(([^)]*)\)([\s\S]*)`).exec(text);
  if (foreign === null) return;
  const action = (event: string): ReturnType<typeof readAction> =>
    readAction(new RegExp(`ON ${event} (NO ACTION|RESTRICT|CASCADE|SET NULL|SET DEFAULT)`).exec(foreign[4] ?? "")?.[1]);
  draft.references.push({
    fields: namesIn(foreign[1] ?? ""),
    object: labelOf(foreign[2] ?? ""),
    targetFields: namesIn(foreign[3] ?? ""),
    onDelete: action("DELETE") ?? "no action",
    onUpdate: action("UPDATE") ?? "no action",
  });
}

function readIndex(draft: ModelDraft | undefined, match: RegExpExecArray, line: number): void {
  if (draft === undefined) return;
  const parts = splitParts(match[3] ?? "").map(
    (part) => /^("[^"]+"|\w+)(?: (?:COLLATE \S+|\w+_ops|DESC|ASC|NULLS (?:FIRST|LAST)))*$/.exec(part)?.[1],
  );
  if (parts.includes(undefined)) return void draft.unread.push(`line ${line}: an index over an expression (${match[3] ?? ""})`);
  const fields = parts.map((part) => parseName(part ?? "")[0] ?? "");
  const partial = match[5] === undefined ? "no" : "yes";
  if (match[1] !== undefined && partial === "no") draft.keys.push({ kind: "unique", fields });
  else draft.indexes.push({ fields, unique: match[1] === undefined ? "no" : "yes", partial });
}
