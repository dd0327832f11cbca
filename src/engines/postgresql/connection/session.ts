import { LeadError } from "../../../model/error.ts";
import type { StatementError } from "../../../model/review.ts";
import type { Row } from "../../connection.ts";

/** What one statement answered. */
export interface Answer {
  readonly rows: readonly Row[];
  /** First word of the command tag (`INSERT`). */
  readonly command: string;
  readonly rowCount: number;
}
/** One session on one database; texts are sent by the simple protocol and may hold several statements (which then share a transaction). */
export interface Session {
  /** Throws {@link ServerError}; `LeadError("shadow-failed")` when the server is gone. */
  run(text: string): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

/** What the server answered instead of a result. `position` is 1-based and counts characters of the text sent. */
export class ServerError extends Error {
  readonly code: string;
  readonly hint: string | null;
  readonly position: number | null;
  constructor(message: string, code: string, hint: string | null, position: number | null) {
    super(message);
    this.name = "ServerError";
    this.code = code;
    this.hint = hint;
    this.position = position;
  }
}

/** Rows of a text's last statement. */
export async function readRows(session: Session, text: string): Promise<readonly Row[]> {
  return (await session.run(text)).at(-1)?.rows ?? [];
}

/** As a value, without row values: data errors (class 22) quote the value at their end, details and failing rows are never taken. */
export function toStatementError(error: ServerError): StatementError {
  const message = error.code.startsWith("22") ? error.message.replace(/: ".*"$/s, "") : error.message;
  return { message, code: error.code, ...(error.hint === null ? {} : { hint: error.hint }) };
}

/** For callers that cannot go on: the error table's code for a server's answer. */
export function toLeadError(error: unknown, doing: string): LeadError {
  if (error instanceof LeadError) return error;
  if (!(error instanceof ServerError))
    return new LeadError("internal-error", `${doing}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  const { message, code } = toStatementError(error);
  const text = `${doing}: ${message} (${code})`;
  if (code === "42501")
    return new LeadError("permission-missing", text, { hint: "Grant what is missing, or connect as a role that has it." });
  if (code === "53100") return new LeadError("disk-full", text, { hint: "Free space on the server's disk." });
  if (code === "25006") return new LeadError("statement-refused", text, { hint: "This session is read-only." });
  if (code.startsWith("08") || code.startsWith("57P"))
    return new LeadError("target-unreachable", text, { hint: "The server ended the session; try again." });
  return new LeadError("schema-unreadable", text, error.hint === null ? {} : { hint: error.hint });
}
