import type { SgNode } from "@ast-grep/napi";
import type { JsonValue } from "../../../../model/json.ts";
import { isList } from "../value.ts";
import { evaluate } from "./evaluate.ts";
import { type Held, namedChildren, Scope, unreadHeld } from "./held.ts";
import type { Reading } from "./reading.ts";

/** Reads statements in their order; both ways of a branch, a loop over a written list round by round, any other once. Gives what is returned. */
export function walk(node: SgNode, scope: Scope, reading: Reading): Held | null {
  switch (node.kind()) {
    case "program":
    case "statement_block":
      return walkBlock(node, node.kind() === "program" ? scope : new Scope(scope), reading);
    case "expression_statement":
      for (const child of namedChildren(node)) evaluate(child, scope, reading);
      return null;
    case "lexical_declaration":
    case "variable_declaration":
      for (const declarator of namedChildren(node)) declare(declarator, scope, reading);
      return null;
    case "function_declaration":
    case "generator_function_declaration":
      scope.declare(node.field("name")?.text() ?? "", { kind: "function", node, scope });
      return null;
    case "return_statement":
      return handOver(evaluate(namedChildren(node)[0] ?? null, scope, reading), reading);
    case "if_statement":
      evaluate(node.field("condition"), scope, reading);
      return either(walkField(node, "consequence", scope, reading), walkField(node, "alternative", scope, reading));
    case "else_clause":
    case "finally_clause":
    case "catch_clause":
    case "labeled_statement":
      return walkChildren(node, new Scope(scope), reading);
    case "try_statement":
      return walkChildren(node, scope, reading);
    case "for_in_statement":
      return walkFor(node, scope, reading);
    case "for_statement":
    case "while_statement":
    case "do_statement":
      return reading.inLoop(() => walkChildren(node, new Scope(scope), reading));
    case "switch_statement":
    case "switch_body":
    case "switch_case":
    case "switch_default":
      return walkChildren(node, scope, reading);
    case "export_statement":
      return walkExport(node, scope, reading);
    case "import_statement":
    case "comment":
    case "empty_statement":
    case "class_declaration":
    case "interface_declaration":
    case "type_alias_declaration":
      return null;
    default:
      evaluate(node, scope, reading);
      return null;
  }
}

/** Who gets a cursor may read it. */
function handOver(held: Held, reading: Reading): Held {
  if (held.kind === "cursor") reading.consume(held.told);
  return held;
}

function walkBlock(node: SgNode, scope: Scope, reading: Reading): Held | null {
  const children = namedChildren(node);
  // Functions are in reach before their line.
  for (const child of children) if (child.kind() === "function_declaration") walk(child, scope, reading);
  return (
    children.map((child) => (child.kind() === "function_declaration" ? null : walk(child, scope, reading))).find((held) => held !== null) ??
    null
  );
}

function walkChildren(node: SgNode, scope: Scope, reading: Reading): Held | null {
  return (
    namedChildren(node)
      .map((child) => walk(child, scope, reading))
      .find((held) => held !== null) ?? null
  );
}

function walkField(node: SgNode, name: string, scope: Scope, reading: Reading): Held | null {
  const child = node.field(name);
  return child === null ? null : walk(child, scope, reading);
}

function either(one: Held | null, other: Held | null): Held | null {
  return one ?? other;
}

function declare(declarator: SgNode, scope: Scope, reading: Reading): void {
  const name = declarator.field("name");
  const given = declarator.field("value");
  if (name === null) return;
  bind(name, given === null ? { kind: "unread", text: "undefined" } : evaluate(given, scope, reading), scope, reading);
}

/** Gives names of a pattern what they take from it. */
export function bind(pattern: SgNode, held: Held, scope: Scope, reading: Reading): void {
  switch (pattern.kind()) {
    case "identifier":
      scope.declare(pattern.text(), held);
      return;
    case "required_parameter":
    case "optional_parameter": {
      const inner = pattern.field("pattern");
      const usual = pattern.field("value");
      if (inner !== null) bind(inner, held.kind === "unread" && usual !== null ? evaluate(usual, scope, reading) : held, scope, reading);
      return;
    }
    case "assignment_pattern": {
      const left = pattern.field("left");
      if (left !== null) bind(left, held.kind === "unread" ? evaluate(pattern.field("right"), scope, reading) : held, scope, reading);
      return;
    }
    case "object_pattern":
      for (const member of namedChildren(pattern)) bindMember(member, held, scope, reading);
      return;
    case "array_pattern":
      for (const [index, item] of namedChildren(pattern).entries()) bind(item, memberOf(held, String(index), item), scope, reading);
      return;
    default:
      for (const inner of namedChildren(pattern)) if (inner.kind() === "identifier") scope.declare(inner.text(), unreadHeld(inner));
  }
}

function bindMember(member: SgNode, held: Held, scope: Scope, reading: Reading): void {
  if (member.kind() === "shorthand_property_identifier_pattern") scope.declare(member.text(), memberOf(held, member.text(), member));
  else if (member.kind() === "pair_pattern") {
    const to = member.field("value");
    const key = (member.field("key")?.text() ?? "").replaceAll(/^["']|["']$/g, "");
    if (to !== null) bind(to, memberOf(held, key, member), scope, reading);
  } else if (member.kind() === "object_assignment_pattern") {
    const left = member.field("left");
    const found = left === null ? null : memberOf(held, left.text(), member);
    if (left !== null && found !== null)
      scope.declare(left.text(), found.kind === "unread" ? evaluate(member.field("right"), scope, reading) : found);
  } else for (const inner of namedChildren(member)) if (inner.kind() === "identifier") scope.declare(inner.text(), unreadHeld(inner));
}

function memberOf(held: Held, key: string, node: SgNode): Held {
  if (held.kind === "record") return held.members.get(key) ?? unreadHeld(node);
  const found =
    held.kind === "value" && typeof held.value === "object" && held.value !== null
      ? (held.value as Readonly<Record<string, JsonValue>>)[key]
      : undefined;
  return found === undefined ? unreadHeld(node) : { kind: "value", value: found };
}

function walkFor(node: SgNode, scope: Scope, reading: Reading): Held | null {
  const over = evaluate(node.field("right"), scope, reading);
  if (over.kind === "cursor") reading.consume(over.told);
  const body = node.field("body");
  const pattern = node.field("left");
  if (body === null) return null;
  const round = (held: Held): Held | null => {
    const inner = new Scope(scope);
    if (pattern !== null) bind(pattern, held, inner, reading);
    return walk(body, inner, reading);
  };
  if (over.kind === "value" && isList(over.value) && over.value.length <= reading.rounds && node.text().includes(" of "))
    return over.value.map((item) => round({ kind: "value", value: item })).find((held) => held !== null) ?? null;
  return reading.inLoop(() => round({ kind: "unread", text: pattern?.text() ?? "" }));
}

function walkExport(node: SgNode, scope: Scope, reading: Reading): Held | null {
  const isDefault = node.children().some((child) => child.text() === "default");
  for (const child of namedChildren(node)) {
    if (child.kind() === "lexical_declaration" || child.kind() === "variable_declaration") {
      walk(child, scope, reading);
      for (const declarator of namedChildren(child)) {
        const name = declarator.field("name")?.text() ?? "";
        const held = scope.find(name);
        if (held !== null) reading.exports.set(name, held);
      }
    } else if (String(child.kind()).endsWith("function_declaration")) {
      const held: Held = { kind: "function", node: child, scope };
      const name = child.field("name")?.text() ?? "";
      scope.declare(name, held);
      reading.exports.set(isDefault ? "*" : name, held);
    } else if (child.kind() === "export_clause") {
      for (const specifier of namedChildren(child)) {
        const held = scope.find(specifier.field("name")?.text() ?? "");
        if (held !== null) reading.exports.set(specifier.field("alias")?.text() ?? specifier.field("name")?.text() ?? "", held);
      }
    } else if (isDefault) reading.exports.set("*", evaluate(child, scope, reading));
    else walk(child, scope, reading);
  }
  return null;
}

/** Reads the body of a function with what it is handed; gives what it returns. */
export function enter(held: Extract<Held, { readonly kind: "function" }>, args: readonly Held[], reading: Reading): Held {
  const { node } = held;
  const scope = new Scope(held.scope);
  const single = node.field("parameter");
  const parameters = single === null ? namedChildren(node.field("parameters") ?? node) : [single];
  if (single !== null || node.field("parameters") !== null)
    for (const [index, parameter] of parameters.entries())
      bind(parameter, args[index] ?? { kind: "unread", text: parameter.text() }, scope, reading);
  const body = node.field("body");
  if (body === null) return unreadHeld(node);
  const result = reading.deeper(() =>
    body.kind() === "statement_block" ? walkBlock(body, scope, reading) : evaluate(body, scope, reading),
  );
  return result ?? unreadHeld(node);
}
