import type { Change } from "../model/change.ts";
import type { Carry, Check, Step } from "../model/plan.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import type { PlanRequest } from "./engine.ts";

/**
 * A step before it has its place. Order within a phase follows from ids: what `makes` an id comes before what `needs` it; what `removes` an id comes
 * after every step that `releases` it (drops or changes a dependent) and before one that makes the same id again.
 */
export interface StepDraft extends Omit<Step, "id" | "evidence"> {
  readonly makes: readonly string[];
  readonly needs: readonly string[];
  readonly removes: readonly string[];
  readonly releases: readonly string[];
}
export interface PlanContext {
  readonly request: PlanRequest;
  readonly changes: readonly Change[];
  readonly from: Schema;
  readonly to: Schema;
}
/** What a form makes of the changes it claims. */
export interface FormResult {
  readonly claimed: readonly Change[];
  readonly drafts: readonly StepDraft[];
  readonly carries: readonly Carry[];
  readonly prechecks: readonly Check[];
}
/** A safe form: the online way to make one kind of change, with its phases and its reverse. Forms are asked in order; each sees the changes not yet claimed. */
export interface Form {
  readonly id: string;
  readonly summary: string;
  readonly apply: (context: PlanContext) => readonly FormResult[];
}
/** One kind of object: how it is made, removed and altered directly. */
export interface ObjectKind {
  readonly kind: string;
  readonly create: (object: SchemaObject, context: PlanContext) => readonly StepDraft[];
  readonly drop: (object: SchemaObject, context: PlanContext) => readonly StepDraft[];
  /** Null: cannot be altered in place; it is dropped and created. */
  readonly alter: (from: SchemaObject, to: SchemaObject, context: PlanContext) => readonly StepDraft[] | null;
  readonly describe: (object: SchemaObject) => string;
}
