/** What the shell asks its worker. Documents travel as BSON. */
export interface ShellAsk {
  readonly database: string;
  readonly command: Uint8Array;
  readonly line: number;
  /** Number of a session; null: none. */
  readonly session: number | null;
  readonly act: "run" | "start-session" | "start-transaction" | "commit" | "abort" | "end-session";
}
export type ShellAnswer =
  | { readonly kind: "answered"; readonly document: Uint8Array }
  | { readonly kind: "failed"; readonly message: string; readonly code: number | null; readonly codeName: string | null };
