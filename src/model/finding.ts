import type { Evidence } from "./evidence.ts";

export type FindingLevel = "error" | "warning" | "note";
/** A proposed edit: the text between two 0-based UTF-16 offsets of `file` becomes `text`. */
export interface Fix {
  readonly summary: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
/** Lines and columns count from 1; the end is exclusive. `object` is a dotted label or null. */
export interface Finding {
  readonly rule: string;
  readonly level: FindingLevel;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
  readonly object: string | null;
  readonly evidence: Evidence;
  readonly fix?: Fix;
}
