/** Exit codes: 1 findings or refusal, 2 invalid input, 3 the surroundings, 4 a bug of ours, 130 interrupted. */
export const errorCodes = {
  "usage-invalid": { summary: "The command line has an unknown command, flag or value.", exitCode: 2, retryable: false },
  "requirement-invalid": { summary: "A requirement file has a missing, unknown or wrong key.", exitCode: 2, retryable: false },
  "requester-refused": { summary: "This role may not hand in a requirement.", exitCode: 1, retryable: false },
  "configuration-invalid": { summary: "dblead.toml has a missing, unknown or wrong key.", exitCode: 2, retryable: false },
  "configuration-missing": { summary: "There is no dblead.toml in this folder or above it.", exitCode: 2, retryable: false },
  "record-invalid": { summary: "A file under dblead/ cannot be read as what it should be.", exitCode: 2, retryable: false },
  "record-missing": { summary: "A requirement, task or question of this name does not exist.", exitCode: 2, retryable: false },
  "state-refused": { summary: "What was asked is not possible in the state the request is in.", exitCode: 1, retryable: false },
  "plan-refused": { summary: "The plan would do something that was not allowed by name.", exitCode: 1, retryable: false },
  "approval-stale": { summary: "The plan changed after it was approved.", exitCode: 1, retryable: false },
  "delegation-refused": {
    summary: "A task lacks a part that its specialist needs, or goes to another department.",
    exitCode: 1,
    retryable: false,
  },
  "intent-unsupported": { summary: "This engine, format or version cannot carry out the intent.", exitCode: 1, retryable: false },
  "schema-unreadable": { summary: "A schema or migration cannot be parsed or executed.", exitCode: 2, retryable: false },
  "statement-refused": {
    summary: "The statement may not run on a shadow (it reaches files, programs or other hosts).",
    exitCode: 1,
    retryable: false,
  },
  "file-unreadable": { summary: "A file or folder cannot be read.", exitCode: 2, retryable: false },
  "file-unwritable": { summary: "A file or folder cannot be written.", exitCode: 3, retryable: true },
  "disk-full": { summary: "There is no space left for what must be written.", exitCode: 3, retryable: true },
  "target-unreachable": { summary: "The server refused or did not answer the connection.", exitCode: 3, retryable: true },
  "target-unauthorised": { summary: "The server refused the user or the password.", exitCode: 3, retryable: false },
  "permission-missing": { summary: "The user may not do what this needs.", exitCode: 3, retryable: false },
  "version-unknown": { summary: "The server is of a version that this release does not know.", exitCode: 3, retryable: false },
  "engine-missing": { summary: "No server of this engine can be started here.", exitCode: 3, retryable: false },
  "shadow-failed": { summary: "The shadow database stopped or broke.", exitCode: 3, retryable: true },
  "lease-held": { summary: "Another process is working on the same request.", exitCode: 3, retryable: true },
  interrupted: { summary: "The run was interrupted; run the same command again to go on.", exitCode: 130, retryable: true },
  "internal-error": { summary: "A bug of Database Lead.", exitCode: 4, retryable: false },
} as const;
export type ErrorCode = keyof typeof errorCodes;

/** The only error class. Credentials are taken out of every text at construction. */
export class LeadError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(redact(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LeadError";
    this.code = code;
    if (options.hint !== undefined) this.hint = redact(options.hint);
  }

  get exitCode(): number {
    return errorCodes[this.code].exitCode;
  }
}

/** Takes user names with passwords out of URLs, and values out of `password=…`. */
export function redact(text: string): string {
  return text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)([^\s/@:]*)(?::[^\s@]*)?@/gi, "$1$2:***@")
    .replaceAll(/\b(password|passwd|pwd|secret|token)(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi, "$1$2***");
}
