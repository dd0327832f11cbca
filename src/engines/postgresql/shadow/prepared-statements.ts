import type { BlockingObservation } from "../../shadow.ts";
import type { PgSession } from "../connection/pg-session.ts";
import { ServerError } from "../connection/session.ts";
import type { Load } from "./workload.ts";

/** A statement that an idle session had prepared before a change. */
export interface Prepared {
  readonly load: Load;
  readonly name: string;
}

/** Prepares what can be, and runs it once each. */
export async function prepareAll(session: PgSession, loads: readonly Load[]): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  for (const [index, load] of loads.entries()) {
    const name = `dblead_idle_${index}`;
    try {
      await session.run(`prepare ${name} as ${load.prepared}`);
      prepared.push({ load, name });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
  }
  // Once each, so that the session has plans that the change makes stale.
  for (const one of prepared) await executePrepared(session, one);
  return prepared;
}

/** Null: it ran. */
async function executePrepared(session: PgSession, { load, name }: Prepared): Promise<string | null> {
  const values = load.parameters === 0 ? "" : `(${Array.from({ length: load.parameters }, () => "null").join(", ")})`;
  return attempt(session, `execute ${name}${values}`);
}

/** Runs something and takes it back. Null: it ran, or a value was in its way and no name. */
async function attempt(session: PgSession, text: string): Promise<string | null> {
  await session.run("begin");
  try {
    await session.run(text);
    return null;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return /^2[23]/.test(error.code) ? null : error.message;
  } finally {
    await session.run("rollback");
  }
}

/** What an idle session had prepared and cannot run any more, although the same text would run in a new session. */
export async function runPrepared(session: PgSession, prepared: readonly Prepared[]): Promise<BlockingObservation["preparedFailures"]> {
  const failures: { query: string; error: string }[] = [];
  for (const one of prepared) {
    const error = await executePrepared(session, one);
    if (error !== null && (await attempt(session, one.load.run)) === null) failures.push({ query: one.load.text, error });
  }
  return failures;
}
