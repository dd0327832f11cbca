/** `executed`: ran on a server of that engine and major version; `planned`: that engine's planner or a dry run said so; `parsed`: read from the text. */
export type EvidenceLevel = "executed" | "planned" | "parsed";

export interface Fact {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
}
export interface Evidence {
  readonly level: EvidenceLevel;
  /** Flavour and version (`PGlite 18.3`), or null when no server took part. */
  readonly server: string | null;
  readonly rows: "clone" | "seed" | "synthetic" | "none";
  readonly concurrency: "observed" | "alone";
  readonly facts: readonly Fact[];
  /** What was not observed, or what capped the level. */
  readonly limits?: string;
}

export const parsedEvidence: Evidence = { level: "parsed", server: null, rows: "none", concurrency: "alone", facts: [] };

const order: readonly EvidenceLevel[] = ["parsed", "planned", "executed"];
/** The weaker of two levels: a conclusion is no stronger than its weakest premise. */
export function weakerLevel(a: EvidenceLevel, b: EvidenceLevel): EvidenceLevel {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}
