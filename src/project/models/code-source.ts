import type { SgNode } from "@ast-grep/napi";
import type { SourceValue } from "./source-values.ts";

/** A value in JavaScript or TypeScript: literals, calls and names as they stand; a function of one expression is a call of `=>`. */
export function readNode(node: SgNode | null | undefined): SourceValue {
  if (node === null || node === undefined) return { kind: "other", text: "" };
  switch (node.kind()) {
    case "string":
      return { kind: "text", text: unquote(node.text()) };
    case "template_string":
      return node.text().includes("${") ? { kind: "other", text: node.text() } : { kind: "text", text: unquote(node.text()) };
    case "number":
      return { kind: "number", text: node.text().replaceAll("_", "") };
    case "array":
      return { kind: "list", items: namedChildren(node).map(readNode) };
    case "object":
      return { kind: "map", entries: readObject(node) };
    case "call_expression":
      return { kind: "call", callee: node.field("function")?.text() ?? "", items: argumentsOf(node).map(readNode), named: new Map() };
    case "new_expression":
      return { kind: "call", callee: node.field("constructor")?.text() ?? "", items: argumentsOf(node).map(readNode), named: new Map() };
    case "arrow_function": {
      const body = node.field("body");
      return body?.kind() === "statement_block"
        ? { kind: "other", text: node.text() }
        : { kind: "call", callee: "=>", items: [readNode(body)], named: new Map() };
    }
    case "parenthesized_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
      return readNode(namedChildren(node)[0]);
    case "identifier":
    case "member_expression":
    case "true":
    case "false":
    case "null":
    case "undefined":
    case "this":
      return { kind: "name", text: node.text() };
    default:
      return { kind: "other", text: node.text() };
  }
}

/** Members of an object literal by name; `...x` stands under `...x`. */
export function readObject(node: SgNode): ReadonlyMap<string, SourceValue> {
  const entries = new Map<string, SourceValue>();
  for (const member of namedChildren(node)) {
    if (member.kind() === "pair") entries.set(unquote(member.field("key")?.text() ?? ""), readNode(member.field("value")));
    else if (member.kind() === "shorthand_property_identifier") entries.set(member.text(), { kind: "name", text: member.text() });
    else if (member.kind() === "spread_element")
      entries.set(member.text(), { kind: "name", text: member.text().replace(/^\.\.\.\s*/, "") });
  }
  return entries;
}

export function argumentsOf(call: SgNode): readonly SgNode[] {
  const list = call.field("arguments");
  return list === null ? [] : namedChildren(list);
}

export function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}

function unquote(text: string): string {
  return /^["'`]/.test(text) ? text.slice(1, -1).replaceAll(/\\(["'`\\])/g, "$1") : text;
}

export function lineOf(node: SgNode): number {
  return node.range().start.line + 1;
}
/** The name that `() => User`, `(type) => User`, `"User"` or `User` gives. */
export function targetName(value: SourceValue | undefined): string {
  const inner = value?.kind === "call" && value.callee === "=>" ? value.items[0] : value;
  if (inner?.kind === "text" || inner?.kind === "name") return inner.text.split(".").at(-1) ?? inner.text;
  return "";
}
export function entriesOf(value: SourceValue | undefined): ReadonlyMap<string, SourceValue> {
  return value?.kind === "map" ? value.entries : new Map<string, SourceValue>();
}
