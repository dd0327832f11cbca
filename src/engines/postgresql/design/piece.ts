import type { DataRule, Decision } from "../../engine.ts";

/** What one intent adds to a design. */
export interface Piece {
  readonly statements: readonly string[];
  readonly rules?: readonly DataRule[];
  readonly decisions?: readonly Decision[];
  readonly remarks?: readonly string[];
  /** Ids of the base or the desired schema that the intent is responsible for. */
  readonly ids?: readonly string[];
}
