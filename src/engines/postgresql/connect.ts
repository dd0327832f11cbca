import { LeadError } from "../../model/error.ts";
import type { Connection, ConnectRequest } from "../connection.ts";
import { majorOf, PostgresqlConnection } from "./connection/open.ts";
import { readRows } from "./connection/session.ts";
import { openTarget } from "./connection/target.ts";

/** The newest major version that this release knows; a newer one may hold what it would not see. */
const newestMajor = 18;

const readOnlySettings = "set default_transaction_read_only = on; set statement_timeout = '60s'; set lock_timeout = '2s'";

/**
 * Opens a live target. Read-only is the session's own default transaction mode first; the syntax tree second.
 * Errors: `target-unreachable`, `target-unauthorised`, `permission-missing`, `version-unknown`.
 */
export async function connectPostgresql(request: ConnectRequest): Promise<Connection> {
  const session = await openTarget(request);
  try {
    // Not by startup options: connection poolers refuse those.
    await session.run(request.access === "read-only" ? readOnlySettings : "set lock_timeout = '5s'");
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
      memo: null,
      dispose: () => session.close(),
    });
  } catch (error) {
    await session.close();
    throw error;
  }
}
