import type { SgNode } from "@ast-grep/napi";
import { argumentsOf, lineOf, namedChildren, readNode } from "./code-source.ts";
import type { SourceValue } from "./source-values.ts";

export interface Decorator {
  readonly name: string;
  readonly items: readonly SourceValue[];
}
export interface Property {
  readonly name: string;
  readonly annotation: string;
  readonly decorators: readonly Decorator[];
  readonly line: number;
}
export interface DecoratedClass {
  readonly name: string;
  readonly base: string;
  readonly file: string;
  readonly line: number;
  readonly decorators: readonly Decorator[];
  readonly properties: readonly Property[];
}
/** A class of TypeScript with its decorators and those of its properties. */
export function readClass(file: string, node: SgNode): DecoratedClass {
  const outer = node.parent();
  const own = [...namedChildren(node), ...(outer?.kind() === "export_statement" ? namedChildren(outer) : [])];
  const members = namedChildren(node.field("body") ?? node).filter((member) => member.kind() === "public_field_definition");
  const base = node.find({ rule: { kind: "extends_clause" } });
  return {
    name: node.field("name")?.text() ?? "",
    base: base === null ? "" : (namedChildren(base)[0]?.text() ?? ""),
    file,
    line: lineOf(node),
    decorators: readDecorators(own),
    properties: members.map((member) => ({
      name: member.field("name")?.text() ?? "",
      annotation: (member.field("type")?.text() ?? "").replace(/^:\s*/, ""),
      decorators: readDecorators(namedChildren(member)),
      line: lineOf(member.field("name") ?? member),
    })),
  };
}

function readDecorators(nodes: readonly SgNode[]): readonly Decorator[] {
  return nodes.flatMap((node): readonly Decorator[] => {
    const inner = node.kind() === "decorator" ? namedChildren(node)[0] : undefined;
    if (inner === undefined) return [];
    const name = inner.kind() === "call_expression" ? (inner.field("function")?.text() ?? "") : inner.text();
    return [{ name: name.split(".").at(-1) ?? name, items: inner.kind() === "call_expression" ? argumentsOf(inner).map(readNode) : [] }];
  });
}
