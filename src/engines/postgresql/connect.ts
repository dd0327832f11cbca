import { LeadError } from "../../model/error.ts";
import type { Connection, ConnectRequest } from "../connection.ts";
import { majorOf, PostgresqlConnection } from "./connection/open.ts";
import { readRows } from "./connection/session.ts";
import { openTarget } from "./connection/target.ts";

/** The newest major version that this release knows; a newer one may hold what it would not see. */
const newestMajor = 18;

/**
 * Opens a live target. Read-only is the session's own default transaction mode first; the syntax tree second.
 * Errors: `target-unreachable`, `target-unauthorised`, `permission-missing`, `version-unknown`.
 */
export async function connectPostgresql(request: ConnectRequest): Promise<Connection> {
  const options =
    request.access === "read-only"
      ? "-c default_transaction_read_only=on -c statement_timeout=60000 -c lock_timeout=2000"
      : "-c lock_timeout=5000";
  const session = await openTarget({ url: request.url, target: request.target, options });
  try {
    const row = (await readRows(session, "select pg_catalog.current_setting('server_version') as version"))[0];
    const version = /^[\d.]+/.exec(String(row?.["version"]))?.[0] ?? "";
    if (Number(majorOf(version)) > newestMajor) {
      throw new LeadError("version-unknown", `${request.target} is PostgreSQL ${version}; this release knows up to ${newestMajor}.`, {
        hint: "Update Database Lead.",
      });
    }
    return new PostgresqlConnection({
      session,
      server: { flavour: "PostgreSQL", version, kind: "native" },
      targetVersion: null,
      rows: "clone",
      access: request.access,
      elevate: null,
      watch: null,
      prepare: null,
      dispose: () => session.close(),
    });
  } catch (error) {
    await session.close();
    throw error;
  }
}
