import type { Hazard, HazardKind } from "../../../model/hazard.ts";
import type { Block, Limits, Phase, Reversibility, TransactionScope } from "../../../model/plan.ts";
import type { JsonValue } from "../../../model/json.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";

/** Locks held for a moment are not waited for longer than this; a queue behind a waiting lock stops everybody. */
export const shortLockTimeoutMs = 3000;

export interface DraftParts {
  readonly kind: string;
  readonly phase: Phase;
  readonly summary: string;
  readonly statements: readonly string[];
  readonly reverse: readonly string[];
  readonly transaction?: TransactionScope;
  readonly reversibility?: Reversibility;
  readonly blocks?: readonly Block[];
  readonly limits?: Limits;
  readonly hazards?: readonly Hazard[];
  readonly makes?: readonly string[];
  readonly needs?: readonly string[];
  readonly removes?: readonly string[];
  readonly releases?: readonly string[];
}

/** A step of statements, with what most of them have in common. */
export function draftStep(parts: DraftParts): StepDraft {
  const transaction = parts.transaction ?? "shared";
  return {
    kind: parts.kind,
    phase: parts.phase,
    summary: parts.summary,
    action: { kind: "statements", statements: parts.statements, transaction },
    reverse: parts.reverse.length === 0 ? [] : [{ kind: "statements", statements: parts.reverse, transaction }],
    reversibility: parts.reversibility ?? exactly,
    blocks: parts.blocks ?? [],
    limits: parts.limits ?? { lockTimeoutMs: shortLockTimeoutMs },
    hazards: parts.hazards ?? [],
    makes: parts.makes ?? [],
    needs: parts.needs ?? [],
    removes: parts.removes ?? [],
    releases: parts.releases ?? [],
  };
}

export const exactly: Reversibility = { kind: "exact", until: "any time", loses: "" };

/** Going back brings the definition back, and what writes after the step put there is lost. */
export function losing(loses: string): Reversibility {
  return { kind: "exact", until: "any time", loses };
}

/** Going back brings the definition back without what it held. */
export function withoutRows(loses: string): Reversibility {
  return { kind: "schema-only", until: "the step runs", loses };
}

export function hazard(kind: HazardKind, object: string, message: string, level: Hazard["level"] = "warning"): Hazard {
  return { kind, object, message, level };
}

/** Modes and what they keep others from: PostgreSQL documentation, "Table-Level Locks". */
const conflicts = {
  "ACCESS EXCLUSIVE": "reads-and-writes",
  "SHARE ROW EXCLUSIVE": "writes",
  SHARE: "writes",
  "SHARE UPDATE EXCLUSIVE": "ddl",
  "ACCESS SHARE": "ddl",
} as const;
export function lock(object: string, vendorMode: keyof typeof conflicts, time: Block["for"] = "moment"): Block {
  return { object, blocks: conflicts[vendorMode], vendorMode, for: time };
}

/** An object's definition as its kind knows it. */
export function define<T>(object: SchemaObject): T {
  const definition: unknown = object.definition;
  return definition as T;
}

/** A definition as it is stored: made of plain data, whatever interface describes it. */
export function storable(definition: object): JsonValue {
  const plain: unknown = definition;
  return plain as JsonValue;
}

/** What is known of an object without making a difference. */
export function asideOf(object: SchemaObject): Readonly<Record<string, unknown>> {
  const { aside } = object;
  return typeof aside === "object" && aside !== null && !Array.isArray(aside) ? (aside as Readonly<Record<string, unknown>>) : {};
}
