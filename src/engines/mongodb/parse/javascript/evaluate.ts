import type { SgNode } from "@ast-grep/napi";
import type { JsonValue } from "../../../../model/json.ts";
import { isDocument, isList, isUnread, placeMember, type Span, spanOf, unread } from "../value.ts";
import { evaluateCall } from "./call-effects.ts";
import { type Held, namedChildren, type Scope, spanOfNode, unreadHeld } from "./held.ts";
import { combine, makeTyped, readNumber, readRegex, readString, unescape } from "./literals.ts";
import type { Reading } from "./reading.ts";

/** Reads an expression; calls in it tell the commands that they send. */
export function evaluate(node: SgNode | null, scope: Scope, reading: Reading): Held {
  if (node === null) return { kind: "value", value: null };
  switch (node.kind()) {
    case "parenthesized_expression":
    case "await_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
      return evaluate(namedChildren(node)[0] ?? null, scope, reading);
    case "type_assertion":
      return evaluate(namedChildren(node).at(-1) ?? null, scope, reading);
    case "sequence_expression":
      return (
        namedChildren(node)
          .map((child) => evaluate(child, scope, reading))
          .at(-1) ?? unreadHeld(node)
      );
    case "string":
      return value(readString(node));
    case "template_string":
      return readTemplate(node, scope, reading);
    case "number":
      return value(readNumber(node.text()));
    case "true":
    case "false":
      return value(node.kind() === "true");
    case "null":
      return value(null);
    case "undefined":
      return { kind: "unread", text: "undefined" };
    case "regex":
      return value(readRegex(node));
    case "unary_expression":
      return readUnary(node, scope, reading);
    case "binary_expression":
      return readBinary(node, scope, reading);
    case "ternary_expression":
      return readTernary(node, scope, reading);
    case "object":
      return readObject(node, scope, reading);
    case "array":
      return readArray(node, scope, reading);
    case "identifier":
      return scope.find(node.text()) ?? (node.text() === "undefined" ? { kind: "unread", text: "undefined" } : unreadHeld(node));
    case "member_expression":
    case "subscript_expression":
      return readMember(node, scope, reading);
    case "arrow_function":
    case "function_expression":
    case "function":
    case "generator_function":
    case "method_definition":
      return { kind: "function", node, scope };
    case "assignment_expression":
      return readAssignment(node, scope, reading);
    case "new_expression":
      return readNew(node, scope, reading);
    case "call_expression":
      return evaluateCall(node, scope, reading);
    default:
      for (const child of namedChildren(node)) evaluate(child, scope, reading);
      return unreadHeld(node);
  }
}

function spanIn(node: SgNode, { offset }: Reading): Span {
  const { start, end } = spanOfNode(node);
  return { start: start + offset, end: end + offset };
}

function value(json: JsonValue): Held {
  return { kind: "value", value: json };
}

/** A held thing as a member of a document. */
export function jsonOf(held: Held, node: SgNode | null): JsonValue {
  if (held.kind === "value") return held.value;
  if (held.kind === "record") return held.document;
  if (held.kind === "function") return { $code: held.node.text() };
  return unread(held.kind === "unread" && held.text !== "" ? held.text : (node?.text() ?? ""));
}

function readTemplate(node: SgNode, scope: Scope, reading: Reading): Held {
  let text = "";
  let isKnown = true;
  for (const child of node.children()) {
    if (child.kind() === "template_substitution") {
      const held = evaluate(namedChildren(child)[0] ?? null, scope, reading);
      if (held.kind === "value" && (typeof held.value === "string" || typeof held.value === "number")) text += String(held.value);
      else isKnown = false;
    } else if (child.kind() === "string_fragment") text += child.text();
    else if (child.kind() === "escape_sequence") text += unescape(child.text());
  }
  return isKnown ? value(text) : unreadHeld(node);
}

function readUnary(node: SgNode, scope: Scope, reading: Reading): Held {
  const held = evaluate(node.field("argument"), scope, reading);
  const operator = node.field("operator")?.text() ?? "";
  if (held.kind !== "value") return unreadHeld(node);
  if (operator === "-" && typeof held.value === "number") return value(-held.value);
  if (operator === "-" && isDocument(held.value) && typeof held.value["$numberLong"] === "string")
    return value({ $numberLong: `-${held.value["$numberLong"]}` });
  if (operator === "!") return value(held.value === false || held.value === null || held.value === 0 || held.value === "");
  return operator === "+" ? held : unreadHeld(node);
}

function readBinary(node: SgNode, scope: Scope, reading: Reading): Held {
  const left = evaluate(node.field("left"), scope, reading);
  const right = evaluate(node.field("right"), scope, reading);
  const operator = node.field("operator")?.text() ?? "";
  if (operator === "??" || operator === "||") return left.kind === "unread" ? unreadHeld(node) : left;
  const combined = left.kind === "value" && right.kind === "value" ? combine(operator, left.value, right.value) : null;
  return combined === null ? unreadHeld(node) : value(combined);
}

function readTernary(node: SgNode, scope: Scope, reading: Reading): Held {
  const condition = evaluate(node.field("condition"), scope, reading);
  const yes = evaluate(node.field("consequence"), scope, reading);
  const no = evaluate(node.field("alternative"), scope, reading);
  if (condition.kind !== "value" || isUnread(condition.value)) return unreadHeld(node);
  return condition.value === false || condition.value === null || condition.value === 0 || condition.value === "" ? no : yes;
}

function readObject(node: SgNode, scope: Scope, reading: Reading): Held {
  const members = new Map<string, { readonly held: Held; readonly json: JsonValue }>();
  const document: Record<string, JsonValue> = {};
  const add = (key: string, held: Held, at: SgNode): void => {
    if (held.kind === "unread" && held.text === "undefined") return;
    const json = jsonOf(held, at);
    // A key that is set again stands where it was first.
    document[key] = json;
    members.set(key, { held, json });
    placeMember(document, key, spanIn(at, reading));
  };
  for (const member of namedChildren(node)) {
    const kind = member.kind();
    if (kind === "pair") add(readKey(member.field("key"), scope, reading), evaluate(member.field("value"), scope, reading), member);
    else if (kind === "shorthand_property_identifier") add(member.text(), scope.find(member.text()) ?? unreadHeld(member), member);
    else if (kind === "method_definition") add(member.field("name")?.text() ?? "", { kind: "function", node: member, scope }, member);
    else if (kind === "spread_element") {
      const held = evaluate(namedChildren(member)[0] ?? null, scope, reading);
      if (held.kind === "value" && isDocument(held.value) && !isUnread(held.value))
        for (const [key, one] of Object.entries(held.value)) add(key, value(one), member);
      else if (held.kind === "record") for (const [key, one] of held.members) add(key, one, member);
      else document[`...${member.text().slice(3)}`] = unread(member.text());
    }
  }
  const isPlain = [...members.values()].every(({ held }) => held.kind === "value" || held.kind === "unread" || held.kind === "function");
  const hasFunction = [...members.values()].some(({ held }) => held.kind === "function");
  if (isPlain && !hasFunction) return value(document);
  return { kind: "record", members: new Map([...members].map(([key, { held }]) => [key, held])), document };
}

function readKey(node: SgNode | null, scope: Scope, reading: Reading): string {
  if (node === null) return "";
  if (node.kind() === "string") return readString(node);
  if (node.kind() !== "computed_property_name") return node.text();
  const held = evaluate(namedChildren(node)[0] ?? null, scope, reading);
  return held.kind === "value" && (typeof held.value === "string" || typeof held.value === "number") ? String(held.value) : node.text();
}

function readArray(node: SgNode, scope: Scope, reading: Reading): Held {
  const list: JsonValue[] = [];
  const held: Held[] = [];
  for (const child of namedChildren(node)) {
    if (child.kind() === "spread_element") {
      const spread = evaluate(namedChildren(child)[0] ?? null, scope, reading);
      if (spread.kind === "value" && isList(spread.value)) {
        for (const [index, item] of spread.value.entries()) {
          const span = spanOf(spread.value, index);
          if (span !== null) placeMember(list, list.length, span);
          list.push(item);
        }
      } else list.push(unread(child.text()));
      continue;
    }
    const item = evaluate(child, scope, reading);
    held.push(item);
    placeMember(list, list.length, spanIn(child, reading));
    list.push(jsonOf(item, child));
  }
  return value(list);
}

/** `a.b`, `a["b"]`, `a[0]`. */
function readMember(node: SgNode, scope: Scope, reading: Reading): Held {
  const object = node.field("object");
  const holder = evaluate(object, scope, reading);
  const key = keyOfMember(node, scope, reading);
  if (key === null) return unreadHeld(node);
  if (holder.kind === "record") return holder.members.get(key) ?? unreadHeld(node);
  if (holder.kind === "database" && key === "databaseName") return value("");
  if (holder.kind === "database") return { kind: "collection", database: holder.name, name: key };
  if (holder.kind === "collection") return { ...holder, name: `${holder.name}.${key}` };
  if (holder.kind === "value") {
    const found = isDocument(holder.value) || isList(holder.value) ? (holder.value as Readonly<Record<string, JsonValue>>)[key] : undefined;
    if (key === "length" && isList(holder.value)) return value(holder.value.length);
    return found === undefined ? unreadHeld(node) : value(found);
  }
  return unreadHeld(node);
}

export function keyOfMember(node: SgNode, scope: Scope, reading: Reading): string | null {
  if (node.kind() === "member_expression") return node.field("property")?.text() ?? null;
  const held = evaluate(node.field("index"), scope, reading);
  return held.kind === "value" && (typeof held.value === "string" || typeof held.value === "number") ? String(held.value) : null;
}

function readAssignment(node: SgNode, scope: Scope, reading: Reading): Held {
  const target = node.field("left");
  const held = evaluate(node.field("right"), scope, reading);
  if (target?.kind() === "identifier") scope.assign(target.text(), held);
  // A member that is set afterwards: what the document holds is known no longer.
  else if (target?.kind() === "member_expression" || target?.kind() === "subscript_expression") reading.export(target.text(), held);
  return held;
}

function readNew(node: SgNode, scope: Scope, reading: Reading): Held {
  const name = (node.field("constructor")?.text() ?? "").split(".").at(-1) ?? "";
  const args = namedChildren(node.field("arguments") ?? node).filter((child) => child !== node.field("constructor"));
  const values = (node.field("arguments") === null ? [] : args).map((child) => jsonOf(evaluate(child, scope, reading), child));
  if (values.some((one) => isUnread(one)))
    return name === "Date" || name === "ObjectId" ? value(makeTyped(name, []) ?? null) : unreadHeld(node);
  const typed = makeTyped(name, values);
  if (name === "Date" && values.length === 0) return value({ $date: "now" });
  return typed === null ? unreadHeld(node) : value(typed);
}
