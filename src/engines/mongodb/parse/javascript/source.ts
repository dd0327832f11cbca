import { Lang, parse, type SgNode } from "@ast-grep/napi";
import { LeadError } from "../../../../model/error.ts";
import type { Script } from "../../../../model/migration.ts";
import type { JsonValue } from "../../../../model/json.ts";
import type { Document } from "../../schema.ts";
import { evaluate } from "./evaluate.ts";
import { type Held, Scope } from "./held.ts";
import { Reading } from "./reading.ts";
import { enter, walk } from "./walk.ts";

/**
 * Reads the commands that a program sends: the function `entry` of a module, handed the database and its client, or the whole of a shell script.
 * Throws `schema-unreadable` with line and column where the code does not parse.
 */
export function readProgram(script: Script, entry: "up" | "down" | null): Reading {
  const root = parseSource(script);
  const reading = new Reading(entry === null ? "shell" : "driver");
  const scope = new Scope(null);
  if (entry === null) scope.declare("db", { kind: "database", name: null });
  walk(root, scope, reading);
  if (entry === null) return reading;
  const found = exported(reading, entry);
  if (found !== null) enter(found, [{ kind: "database", name: null }, { kind: "client" }], reading);
  return reading;
}

function exported(reading: Reading, entry: string): Extract<Held, { readonly kind: "function" }> | null {
  const own = reading.exports.get(entry);
  const whole = reading.exports.get("*");
  const held = own ?? (whole?.kind === "record" ? whole.members.get(entry) : undefined);
  return held?.kind === "function" ? held : null;
}

/** Whether a text exports `up` or `down` as the modules of migrate-mongo do. */
export function isModule(text: string): boolean {
  return (
    /\bexports\.(?:up|down)\b|\bmodule\.exports\s*=\s*\{|^export\s+(?:const|async\s+function|function|default|\{)/m.test(text) &&
    /\b(?:up|down)\b/.test(text)
  );
}

function parseSource({ file, text, line }: Script): SgNode {
  const root = parse(/\.[cm]?ts$/.test(file) ? Lang.TypeScript : Lang.JavaScript, text).root();
  const wrong = findWrong(root);
  if (wrong !== null) {
    const { start } = wrong.range();
    const excerpt = (text.split("\n")[start.line] ?? "").trim().slice(0, 80);
    throw new LeadError("schema-unreadable", `${file}:${line + start.line}:${start.column + 1}: the code does not parse: ${excerpt}`);
  }
  return root;
}

/** What does not parse: a part that is no code, or a mark that the parser had to add, which is of no width. */
function findWrong(root: SgNode): SgNode | null {
  return root.find({ rule: { kind: "ERROR" } }) ?? findAdded(root);
}

function findAdded(node: SgNode): SgNode | null {
  for (const child of node.children()) {
    const { start, end } = child.range();
    const isAdded =
      start.index === end.index &&
      child.children().length === 0 &&
      !/^(?:string_fragment|automatic_semicolon|program|;|\n)$/.test(String(child.kind()));
    const found = isAdded ? child : findAdded(child);
    if (found !== null) return found;
  }
  return null;
}

/** A document as it stands in a text, with the places of its members; null: it is no literal. `offset` is where the text begins in the script. */
export function readDocument(text: string, offset: number): Document | null {
  const root = parse(Lang.JavaScript, `(${text})`).root();
  const held = evaluate(root.find({ rule: { kind: "parenthesized_expression" } }), new Scope(null), new Reading("driver", offset - 1));
  const value: JsonValue = held.kind === "value" ? held.value : null;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Document) : null;
}
