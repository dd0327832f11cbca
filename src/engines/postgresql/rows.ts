import type { RowProof } from "../row-proof.ts";
import { digestRows, makeDigestRequests } from "./rows/digests.ts";
import { writeNewRows } from "./rows/new-writes.ts";
import { synthesizeRows } from "./rows/synthesis.ts";

/** How PostgreSQL proves what became of rows: made by trial on the server, summed in the server. */
export const postgresqlRows: RowProof = {
  synthesize: synthesizeRows,
  digest: digestRows,
  digestRequests: makeDigestRequests,
  writeAsNewVersion: writeNewRows,
};
