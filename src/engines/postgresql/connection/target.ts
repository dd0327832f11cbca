import pg from "pg";
import { LeadError } from "../../../model/error.ts";
import { openPgSession, type PgSession } from "./pg-session.ts";

/** Opens a session with a server that somebody else runs. Errors: `target-unreachable`, `target-unauthorised`, `permission-missing`; the URL is never shown. */
export async function openTarget(request: {
  readonly url: string;
  readonly target: string;
  readonly options?: string;
}): Promise<PgSession> {
  try {
    return await openPgSession({ config: { connectionString: request.url } });
  } catch (error) {
    throw explain(error, request.target);
  }
}

function explain(error: unknown, target: string): LeadError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "28P01" || code === "28000" || /password|SASL/i.test(error instanceof Error ? error.message : "")) {
    return new LeadError("target-unauthorised", `The server of ${target} refused the user or the password.`, {
      hint: "Check the URL that the configuration's secret names.",
    });
  }
  if (code === "3D000")
    return new LeadError("target-unreachable", `The server of ${target} has no database of that name.`, {
      hint: "Check the last part of the URL.",
    });
  if (code === "42501")
    return new LeadError("permission-missing", `The user may not connect to ${target}.`, { hint: "Grant CONNECT on the database." });
  if (error instanceof pg.DatabaseError)
    return new LeadError("target-unreachable", `The server of ${target} refused the connection (${error.code ?? "no code"}).`, {
      hint: "Check whether it accepts connections.",
    });
  if (error instanceof TypeError)
    return new LeadError("configuration-invalid", `The address of ${target} is no URL.`, {
      hint: "postgresql://user:password@host:port/database; what is special in a password is written with % (@ as %40).",
    });
  const why = /^[A-Z_]+$/.test(code) ? code : "no answer";
  return new LeadError("target-unreachable", `The server of ${target} cannot be reached (${why}).`, {
    hint: "Check host, port and network; is the server running?",
  });
}
