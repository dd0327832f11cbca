import type { SgNode } from "@ast-grep/napi";
import type { JsonValue } from "../../../../model/json.ts";
import type { Document } from "../../schema.ts";
import type { Span } from "../value.ts";

/** What an expression of a script holds, as far as reading tells. */
export type Held =
  | { readonly kind: "value"; readonly value: JsonValue }
  /** `name` null: the migration's own database. */
  | { readonly kind: "database"; readonly name: string | null }
  | { readonly kind: "collection"; readonly database: string | null; readonly name: string }
  | { readonly kind: "client" }
  | { readonly kind: "session" }
  | { readonly kind: "cursor"; readonly told: Told }
  | {
      readonly kind: "bulk";
      readonly database: string | null;
      readonly name: string;
      readonly ordered: JsonValue;
      readonly told: (readonly [method: string, args: readonly JsonValue[]])[];
    }
  | {
      readonly kind: "bulk-find";
      readonly bulk: Extract<Held, { readonly kind: "bulk" }>;
      readonly filter: JsonValue;
      readonly options: Document;
    }
  | { readonly kind: "function"; readonly node: SgNode; readonly scope: Scope }
  /** A document that holds functions or handles (`module.exports`, `{ db, session }`). */
  | { readonly kind: "record"; readonly members: ReadonlyMap<string, Held>; readonly document: Document }
  | { readonly kind: "unread"; readonly text: string };

/** A command that the script sends, while it is still being put together. */
export interface Told {
  readonly document: Document;
  readonly database: string | null;
  readonly method: string | null;
  readonly span: Span;
  readonly scope: "alone" | "transaction" | "without-session";
  readonly repeats: "once" | "in-loop";
  /** `left`: nothing takes its promise. */
  readonly waited: "waited" | "left";
}

/** Names in reach, innermost first. */
export class Scope {
  readonly #names = new Map<string, Held>();
  readonly #outer: Scope | null;

  constructor(outer: Scope | null) {
    this.#outer = outer;
  }

  declare(name: string, held: Held): void {
    this.#names.set(name, held);
  }

  /** Sets the name where it was declared. */
  assign(name: string, held: Held): void {
    if (this.#names.has(name) || this.#outer === null) this.#names.set(name, held);
    else this.#outer.assign(name, held);
  }

  find(name: string): Held | null {
    return this.#names.get(name) ?? this.#outer?.find(name) ?? null;
  }
}

export function unreadHeld(node: SgNode | null): Held {
  return { kind: "unread", text: node?.text() ?? "" };
}

export function spanOfNode(node: SgNode): Span {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}

export function namedChildren(node: SgNode): readonly SgNode[] {
  return node.children().filter((child) => child.isNamed() && child.kind() !== "comment");
}
