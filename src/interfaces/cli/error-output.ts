import { errorCodes, LeadError, redact } from "../../model/error.ts";
import type { ErrorReport } from "../../operations/error-report.ts";

/** What went wrong, as a value. Anything that is not a LeadError is a bug of ours, and says so without its stack. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof LeadError) {
    const { exitCode, retryable } = errorCodes[error.code];
    return { code: error.code, message: error.message, hint: error.hint ?? null, exitCode, retryable };
  }
  const message = redact(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split("\n")[0] ?? "";
  const hint = "This is a bug of Database Lead. DBLEAD_DEBUG=1 shows where it happened; please report it with that output.";
  return {
    code: "internal-error",
    message: message.slice(0, 500),
    hint,
    exitCode: errorCodes["internal-error"].exitCode,
    retryable: false,
  };
}

/** `error  code (exit n)`, the message, the way out. */
export function renderError(report: ErrorReport): string {
  const explain = `dblead explain ${report.code}`;
  const hint = report.hint === null || report.hint === explain ? "" : report.hint;
  const lines = [
    `error  ${report.code} (exit ${report.exitCode})`,
    ...report.message.split("\n").map((line) => `  ${line}`),
    ...(hint === "" ? [`  ${explain}`] : [...hint.split("\n").map((line) => `  ${line}`), `  ${explain}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The stack, credentials taken out; only when somebody asks for it. */
export function renderStack(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : "";
  return `${redact(`${error.stack ?? ""}${cause}`)}\n`;
}
