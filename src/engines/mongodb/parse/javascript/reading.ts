import type { SgNode } from "@ast-grep/napi";
import type { Document } from "../../schema.ts";
import type { Span } from "../value.ts";
import type { Held, Told } from "./held.ts";

/** How deep calls of the script's own functions are followed, and how many rounds of a loop over a written list. */
const limits = { depth: 8, rounds: 64, told: 5000 };

/** A call that sends something. */
interface Sending {
  readonly database: string | null;
  readonly method: string | null;
  readonly node: SgNode;
  readonly withSession: "given" | "none";
}

/** What is found while a script is read. */
export class Reading {
  readonly told: Told[] = [];
  /** Calls that hand the database to something that is not read, with their places. */
  readonly beyond: (Span & { readonly text: string })[] = [];
  readonly exports = new Map<string, Held>();
  /** The driver's methods, or the shell's. */
  readonly face: "driver" | "shell";
  /** Added to every place: where the text that is read stands in the script. */
  readonly offset: number;
  #depth = 0;
  #transaction: "none" | "open" = "none";
  #repeats: Told["repeats"] = "once";

  constructor(face: "driver" | "shell", offset = 0) {
    this.face = face;
    this.offset = offset;
  }

  tell(document: Document, { database, method, node, withSession }: Sending): Told {
    const { start, end } = node.range();
    const scope =
      this.#transaction === "none" ? "alone" : withSession === "given" || this.face === "shell" ? "transaction" : "without-session";
    // The shell knows no waiting; a call that stands alone in a statement is left to itself.
    const isCursor = method === "aggregate" || method === "find";
    const isLeft = this.face === "driver" && (isCursor || node.parent()?.kind() === "expression_statement");
    const span = { start: start.index, end: end.index };
    const told: Told = { document, database, method, span, scope, repeats: this.#repeats, waited: isLeft ? "left" : "waited" };
    if (this.told.length < limits.told) this.told.push(told);
    return told;
  }

  /** A cursor that is read: only then the driver sends what it stands for. */
  consume(told: Told): Told {
    return told.waited === "waited" ? told : this.replace(told, { ...told, waited: "waited" });
  }

  replace(old: Told, next: Told): Told {
    const at = this.told.indexOf(old);
    if (at !== -1) this.told[at] = next;
    return next;
  }

  passOn(node: SgNode): void {
    const { start, end } = node.range();
    this.beyond.push({ start: start.index, end: end.index, text: node.text().slice(0, 120) });
  }

  /** `module.exports = …`, `exports.up = …`. */
  export(target: string, held: Held): void {
    const name = /^(?:module\.)?exports(?:\.(\w+)|\[["'](\w+)["']\])?$/.exec(target);
    if (name !== null) this.exports.set(name[1] ?? name[2] ?? "*", held);
  }

  setTransaction(state: "none" | "open"): "none" | "open" {
    const before = this.#transaction;
    this.#transaction = state;
    return before;
  }

  inLoop<T>(work: () => T): T {
    const before = this.#repeats;
    this.#repeats = "in-loop";
    try {
      return work();
    } finally {
      this.#repeats = before;
    }
  }

  /** null: too deep. */
  deeper<T>(work: () => T): T | null {
    if (this.#depth >= limits.depth) return null;
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }

  get rounds(): number {
    return limits.rounds;
  }
}
