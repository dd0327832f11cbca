import { loadGrammar, parseText } from "../parse/grammar.ts";
import { nameOfRange, touchesOf } from "../parse/touches.ts";
import { isTree, listOf, stringsOf, textOf, type Tree, unwrap } from "../parse/tree.ts";

/** What a recorded text means for running it again on a schema that is made already. */
export interface Reading {
  /** Statements that make or change what the schema holds; the runner's own tables do not count. */
  readonly definitions: number;
  /** What is left without them; null: the text as it is. */
  readonly rest: string | null;
  /** Tables that it empties by dropping them, or everything. */
  readonly empties: readonly string[] | "everything";
  /** Whether a later session of the same client would miss it: settings, prepared statements. */
  readonly session: "keeps" | "leaves";
  /** Statements that read or write rows. */
  readonly asks: number;
  /** Whether the runner's own tables are all that it is about. */
  readonly subject: "bookkeeping" | "application";
  /** Without its values. */
  readonly shown: string;
}

const asking = new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "ExecuteStmt", "CallStmt"]);
const plain = new Set([
  ..."TransactionStmt VariableSetStmt VariableShowStmt PrepareStmt DeallocateStmt DiscardStmt ListenStmt UnlistenStmt NotifyStmt".split(
    " ",
  ),
  ..."LockStmt TruncateStmt ExplainStmt ConstraintsSetStmt FetchStmt ClosePortalStmt DeclareCursorStmt DoStmt CheckPointStmt".split(" "),
  ..."VacuumStmt RefreshMatViewStmt LoadStmt".split(" "),
]);
const keeping = new Set(["VariableSetStmt", "PrepareStmt", "DeallocateStmt", "DiscardStmt"]);
const known = new Map<string, Promise<Reading>>();

/** Reads each text once; one that the grammar does not know is run as it is. */
export function readStatement(text: string, ignored: readonly string[]): Promise<Reading> {
  const found = known.get(text) ?? read(text, ignored);
  if (known.size > 5000) known.clear();
  known.set(text, found);
  return found;
}

async function read(text: string, ignored: readonly string[]): Promise<Reading> {
  const statements = await parseText(text).catch(() => null);
  const shown = await hideValues(text);
  if (statements === null) return { definitions: 0, rest: null, empties: [], session: "leaves", asks: 1, subject: "application", shown };
  const kept: string[] = [];
  const dropped: string[] = [];
  let isAll = false;
  let definitions = 0;
  let asks = 0;
  let hasSession = false;
  let isCut = false;
  const isOwn = (name: string): boolean => ignored.some((one) => one === name || name.endsWith(`.${one}`) || one.endsWith(`.${name}`));
  let about = 0;
  for (const { tree, start, end } of statements) {
    const statement = unwrap(tree);
    const names = touchesOf(tree).map(({ name }) => name);
    const isRunners = names.length > 0 && names.every(isOwn);
    if (isRunners) about += 1;
    const kind = statement?.kind ?? "";
    if (asking.has(kind) && !isIntoTable(statement?.fields)) asks += 1;
    hasSession ||= keepsSession(kind, statement?.fields ?? {}, text.slice(start, end));
    const makes = !plain.has(kind) && !asking.has(kind) && !isTemporary(statement?.fields ?? {});
    if (!makes || isIntoTable(statement?.fields)) {
      if (!isRunners) kept.push(text.slice(start, end));
      else isCut = true;
      continue;
    }
    isCut = true;
    if (!isRunners && !/^(?:CreateExtension|CreateRole|AlterRole|Grant|Comment)/.test(kind)) definitions += 1;
    if (kind === "DropdbStmt" || kind === "DropOwnedStmt") isAll = true;
    if (kind === "DropStmt" && statement !== null) {
      const what = textOf(statement.fields["removeType"]);
      if (what === "OBJECT_SCHEMA") isAll = true;
      if (what === "OBJECT_TABLE") dropped.push(...droppedNames(statement.fields).filter((name) => !isOwn(name)));
    }
  }
  return {
    definitions,
    rest: isCut ? kept.join(";\n") : null,
    empties: isAll ? "everything" : dropped,
    session: hasSession ? "keeps" : "leaves",
    asks,
    subject: about > 0 && about === statements.length ? "bookkeeping" : "application",
    shown,
  };
}

function droppedNames(fields: Tree): readonly string[] {
  return listOf(fields["objects"]).map((item) => {
    const list = unwrap(item);
    return stringsOf(list === null ? item : list.fields["items"]).join(".");
  });
}

function isIntoTable(fields: Tree | undefined): boolean {
  return fields !== undefined && isTree(fields["intoClause"]);
}

function isTemporary(fields: Tree): boolean {
  for (const key of ["relation", "view", "sequence"]) {
    const range = fields[key];
    const into = isTree(fields["into"]) ? fields["into"]["rel"] : undefined;
    for (const one of [range, into]) {
      if (!isTree(one)) continue;
      if (textOf(one["relpersistence"]) === "t" || /^pg_temp\b/.test(nameOfRange(one))) return true;
    }
  }
  return false;
}

function keepsSession(kind: string, fields: Tree, text: string): boolean {
  if (kind === "VariableSetStmt") return fields["is_local"] !== true;
  if (keeping.has(kind)) return true;
  return isTemporary(fields) || (kind === "SelectStmt" && /\bset_config\s*\(/i.test(text) && !/,\s*true\s*\)/i.test(text));
}

/** The server's own way: every constant becomes a parameter. Where the grammar does not know the text, strings and numbers are masked. */
async function hideValues(text: string): Promise<string> {
  const grammar = await loadGrammar();
  let shown: string;
  try {
    shown = grammar.normalizeSync(text);
  } catch {
    shown = text.replaceAll(/'(?:[^']|'')*'/g, "?").replaceAll(/\b\d+(?:\.\d+)?\b/g, "?");
  }
  const line = shown
    .replaceAll(/\/\*.*?\*\/|--[^\n]*/gs, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
