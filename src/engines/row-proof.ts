import type { Carry, Plan } from "../model/plan.ts";
import type { Schema } from "../model/schema.ts";
import type { Connection } from "./connection.ts";

export interface DigestField {
  /** Name under which two digests are compared. */
  readonly label: string;
  /** Engine expression over the row. */
  readonly expression: string;
}
export interface DigestRequest {
  /** Outline label of the object. */
  readonly object: string;
  /** Fields of the key that orders and identifies rows; empty: whole rows are compared as a multiset. */
  readonly key: readonly string[];
  readonly fields: readonly DigestField[];
  /** `rows`: only whether rows are equal is asked, read alike on both sides; all fields stand in the key, the first one's label names the checksum. */
  readonly grain?: "rows";
}
export interface Digest {
  readonly object: string;
  readonly rows: number;
  /** Checksum per label over key and value, independent of row order and of the type's width (bigint 7 equals integer 7). */
  readonly checksums: Readonly<Record<string, string>>;
}
export interface SynthesisRequest {
  readonly schema: Schema;
  /** Rows per object. */
  readonly rows: number;
  /** The schema after the change: rows are added that its new constraints refuse and its new types cannot hold, as far as the old schema lets them in. */
  readonly desired: Schema | null;
  /** `desired`: only rows that the desired schema lets stand are made, so that a change which refuses others can be seen at work. */
  readonly fit?: "desired";
}
export interface Synthesis {
  readonly made: Readonly<Record<string, number>>;
  readonly unproven: readonly { readonly object: string; readonly reason: string }[];
  /** Rows made to violate what the desired schema adds: per object and constraint. They are not left in the database. */
  readonly violations: readonly Violation[];
}
/** `insert` puts a row in that the base accepts and the desired schema should refuse (or must carry through). */
export interface Violation {
  readonly object: string;
  readonly constraint: string;
  readonly insert: string;
}
export interface NewWrites {
  readonly written: readonly { readonly object: string; readonly fields: readonly string[]; readonly rows: number }[];
  /** What could not be written although the desired schema holds it: a defect. */
  readonly failed: readonly { readonly object: string; readonly reason: string }[];
}
/** How an engine proves what became of rows. */
export interface RowProof {
  synthesize(connection: Connection, request: SynthesisRequest): Promise<Synthesis>;
  digest(connection: Connection, requests: readonly DigestRequest[]): Promise<readonly Digest[]>;
  /** Requests for the state before (`before`) and after (`after`) a plan; equal labels must have equal checksums. */
  digestRequests(
    from: Schema,
    to: Schema,
    carries: readonly Carry[],
  ): { readonly before: readonly DigestRequest[]; readonly after: readonly DigestRequest[] };
  /** Writes, as the new version would, values that only the new schema can hold (a long text, a big number, a new allowed value). */
  writeAsNewVersion(connection: Connection, schema: Schema, plan: Plan): Promise<NewWrites>;
}
