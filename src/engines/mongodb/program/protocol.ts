/** What the process that runs a program is asked. */
export interface ProgramRequest {
  /** Absolute path of the file, and its text, which need not be the one on disk. */
  readonly path: string;
  readonly text: string;
  /** The function of the module; null: a script of the shell. */
  readonly entry: "up" | "down" | null;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Connection string of the relay. */
  readonly url: string;
  readonly database: string;
  /** Address of the driver that is taken where the project has none of its own. */
  readonly driver: string;
}
/** `sent`: the line of the file that asked for the request of this number. */
export type ProgramMessage =
  | { readonly kind: "sent"; readonly request: number; readonly line: number }
  /** `unawaited`: commands that were under way, or only began, after the function had returned. */
  | { readonly kind: "ended"; readonly unawaited: number }
  | { readonly kind: "failed"; readonly message: string; readonly code: string; readonly line: number };
