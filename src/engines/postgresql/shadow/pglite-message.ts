import type { Answer } from "../connection/session.ts";

/** What the parent asks of the process that holds PGlite. */
export type PgliteRequest =
  | { readonly id: number; readonly kind: "start"; readonly dataFolder: string; readonly extensions: readonly string[] }
  | { readonly id: number; readonly kind: "run"; readonly text: string };
export type PgliteResponse =
  | { readonly id: number; readonly kind: "started" }
  | { readonly id: number; readonly kind: "answers"; readonly answers: readonly Answer[] }
  | {
      readonly id: number;
      readonly kind: "refused";
      readonly message: string;
      readonly code: string;
      readonly hint: string | null;
      readonly position: number | null;
    }
  /** Not an answer of the database: the process is of no further use. */
  | { readonly id: number; readonly kind: "broken"; readonly message: string };
