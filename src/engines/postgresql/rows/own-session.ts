import { LeadError } from "../../../model/error.ts";
import type { Connection } from "../../connection.ts";
import { PostgresqlConnection } from "../connection/open.ts";

/** Rows are made and summed in the session itself; only a connection of this engine has one. */
export function ownConnection(connection: Connection): PostgresqlConnection {
  if (connection instanceof PostgresqlConnection) return connection;
  throw new LeadError("internal-error", "A connection of another engine was handed to PostgreSQL.");
}
