import { type Frame, readFieldNames, readFields, readText } from "./wire.ts";

/** One statement of an exchange: a simple query (which may hold several), or a binding of a prepared one. */
export interface Part {
  /** Counted per connection, as the hook in the client counts. */
  readonly frame: number;
  readonly text: string;
  /** The name under which it was prepared; empty: not kept. */
  readonly prepared: string;
  readonly protocol: "simple" | "extended";
}
/** What the server answered up to its next readiness. */
export interface Outcome {
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Of each row description. */
  readonly fields: readonly (readonly string[])[];
  /** Codes of notices. */
  readonly notices: readonly string[];
  /** `I`: idle; `T`: in a transaction; `E`: in one that failed; `X`: the session ended. */
  readonly status: string;
}
/** Everything that a client sent until it waited for an answer. */
export interface Exchange {
  readonly kind: "exchange";
  readonly line: Line;
  readonly frames: readonly Frame[];
  readonly parts: readonly Part[];
  readonly outcome: Outcome;
}
/** The client went away. */
export interface End {
  readonly kind: "end";
  readonly line: Line;
}
/** One connection. */
export interface Line {
  /** The id that the client's hook gave it; null: no hook. */
  readonly hook: string | null;
  readonly database: string;
  /** As the client asked to start, without user and database. */
  readonly parameters: ReadonlyMap<string, string>;
}
/** In the order in which the server was done with each: that is an order in which they can be run one after the other. */
export type Tape = readonly (Exchange | End)[];

/** Gathers the answer to one exchange; a value once the server is ready again. */
export function makeOutcomeReader(): (frame: Frame) => Outcome | null {
  let error: Outcome["error"] = null;
  const fields: (readonly string[])[] = [];
  const notices: string[] = [];
  return ({ type, body }) => {
    if (type === "E") error ??= readError(body);
    else if (type === "T") fields.push(readFieldNames(body));
    else if (type === "N") notices.push(readFields(body).get("C") ?? "");
    else if (type === "Z") return { error, fields, notices, status: body.toString("latin1") };
    return null;
  };
}

export function readError(body: Buffer): { readonly code: string; readonly message: string } {
  const found = readFields(body);
  return { code: found.get("C") ?? "XX000", message: found.get("M") ?? "" };
}

/** Name and text of a Parse message. */
export function readParse(body: Buffer): { readonly name: string; readonly text: string } {
  const name = readText(body, 0);
  return { name: name.value, text: readText(body, name.next).value };
}

/** The prepared statement that a Bind message uses. */
export function readBoundName(body: Buffer): string {
  return readText(body, readText(body, 0).next).value;
}
