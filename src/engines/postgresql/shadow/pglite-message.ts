import type { Answer } from "../connection/session.ts";

/** What the parent asks of the process that holds databases. `instance` tells them apart. */
export type PgliteRequest =
  | {
      readonly id: number;
      readonly kind: "open";
      readonly instance: number;
      /** Holds `data`; made, or copied from `copyFrom` first. */
      readonly folder: string;
      readonly copyFrom: string | null;
      readonly extensions: readonly string[];
    }
  | { readonly id: number; readonly kind: "run"; readonly instance: number; readonly text: string }
  | { readonly id: number; readonly kind: "close"; readonly instance: number; readonly folder: "keep" | "remove" };
export type PgliteResponse =
  | { readonly id: number; readonly kind: "done" }
  | { readonly id: number; readonly kind: "answers"; readonly answers: readonly Answer[] }
  | {
      readonly id: number;
      readonly kind: "refused";
      readonly message: string;
      readonly code: string;
      readonly hint: string | null;
      readonly position: number | null;
    }
  /** Not an answer of the database: it is of no further use. */
  | { readonly id: number; readonly kind: "broken"; readonly message: string };
