/** What a run tells while it works. `step` is a word of the workflow; `text` is one line; a face decides how it looks. */
export type Progress =
  /** The first line: what is worked on. */
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "step-started"; readonly step: string }
  | { readonly kind: "step-note"; readonly step: string; readonly text: string; readonly done?: number; readonly of?: number }
  | { readonly kind: "step-done"; readonly step: string; readonly text: string; readonly durationMs: number };
export type Listener = (progress: Progress) => void;
