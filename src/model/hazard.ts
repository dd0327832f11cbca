/** What a step may do to a running system: a closed list. */
export const hazards = {
  "deletes-data": "Values that exist now are gone afterwards.",
  "changes-data": "Values that exist now are different afterwards, by a stated rule.",
  "blocks-writes": "Other sessions cannot write to the object while the step runs.",
  "blocks-reads": "Other sessions cannot even read the object while the step runs.",
  "rewrites-object": "Every row is written anew; takes time and disk in proportion to the size.",
  "scans-object": "Every row is read; takes time in proportion to the size.",
  "breaks-running-code": "The release that runs now uses what the step takes away or changes.",
  "breaks-dependents": "Views, functions, triggers or other objects rely on what the step takes away.",
  "breaks-replication": "Subscribers or consumers of changes stop or miss rows unless they are changed first.",
  irreversible: "There is no way back that restores the state before.",
  "not-transactional": "The step cannot run in a transaction; a failure half-way leaves something to clean up.",
  "weakens-integrity": "A rule that kept wrong rows out is gone or does not cover old rows.",
  "weakens-security": "Somebody may do or see more than before.",
  "needs-disk": "Needs free space for a second copy of the object.",
  "slows-queries": "Queries may become slower.",
} as const;

export type HazardKind = keyof typeof hazards;
export const hazardKinds: readonly HazardKind[] = Object.keys(hazards) as HazardKind[];

/** `object` is a dotted label or id; `level` is what policy makes of it. */
export interface Hazard {
  readonly kind: HazardKind;
  readonly object: string;
  readonly message: string;
  readonly level: "error" | "warning" | "note";
}
