import type { Finding } from "../model/finding.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { FormatCapabilities } from "../model/migration.ts";
import type { Schema, Sizes } from "../model/schema.ts";
import type { Deliverable, Task } from "../model/task.ts";

/** How values of one field come about (an engine's data rule). */
export interface ValueRule {
  readonly kind: "rename" | "split" | "merge" | "fill" | "convert" | "move" | "drop" | "rows";
  readonly intent: string;
  readonly object: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly forward: Readonly<Record<string, string>>;
  readonly backward: Readonly<Record<string, string>>;
}
/** All that a planner needs: the schema its dependencies leave, the schema wanted, and what a comparison of the two cannot know. */
export interface ChangeOrder {
  readonly from: Schema;
  readonly to: Schema;
  readonly version: string;
  readonly variant: string | null;
  readonly strategy: "online" | "direct";
  readonly renames: Readonly<Record<string, string>>;
  readonly rules: readonly ValueRule[];
  readonly allow: readonly HazardKind[];
  readonly format: FormatCapabilities;
  readonly sizes: Sizes;
  readonly origins: Readonly<Record<string, string>>;
  readonly label: string;
}
export interface Assignment {
  readonly task: Task;
  readonly engine: string;
  /** Counts from 1. */
  readonly round: number;
  /** How often what this worker handed in came back. */
  readonly returns: number;
  /** Why the last deliverable came back; empty in the first round. */
  readonly findings: readonly Finding[];
  readonly order:
    | { readonly kind: "change"; readonly change: ChangeOrder }
    | { readonly kind: "query"; readonly query: string | null; readonly text: string };
}
export type WorkOutcome =
  | { readonly kind: "handed-in"; readonly deliverable: Deliverable }
  /** Somebody outside has it; what they hand in comes later, by another command. */
  | { readonly kind: "waiting" }
  | { readonly kind: "unable"; readonly reason: string };

/** Who carries a task out. */
export interface Worker {
  readonly name: string;
  carryOut(assignment: Assignment): Promise<WorkOutcome>;
}
