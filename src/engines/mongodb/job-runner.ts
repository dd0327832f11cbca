import { compileFunction } from "node:vm";
import type { StatementError } from "../../model/review.ts";
import { readJob } from "./job.ts";
import { errorOf, loadDriver, type Session } from "./session.ts";

export function isJobText(text: string): boolean {
  return readJob(text) !== null;
}

export interface JobOutcome {
  /** Documents written per collection. */
  readonly updated: Readonly<Record<string, number>>;
  readonly error: StatementError | null;
}

/** Runs a job's own text, which {@link isJobText} told to be unchanged, as the shell would. */
export async function runJobText(text: string, session: Session): Promise<JobOutcome> {
  const job = readJob(text);
  const { BSON } = await loadDriver();
  const updated: Record<string, number> = {};
  const note = (name: string, count: number): void => {
    if (count > 0) updated[name] = (updated[name] ?? 0) + count;
  };
  const db = {
    runCommand: async (command: Record<string, unknown>): Promise<unknown> => {
      const answer = await session.raw(command, session.database);
      if (typeof command["update"] === "string" && command["update"] === job?.collection)
        note(command["update"], Number(answer["nModified"] ?? 0));
      return answer;
    },
    adminCommand: (command: Record<string, unknown>): Promise<unknown> => session.raw(command, "admin"),
  };
  // Pauses are for others who use the server; on a shadow there is nobody.
  const sleep = (): Promise<void> => Promise.resolve();
  const body = `${text.trim().replace(/run\(\);$/, "")}return run();`;
  const run = compileFunction(body, ["db", "EJSON", "print", "sleep"]) as (...names: readonly unknown[]) => Promise<void>;
  try {
    await run(db, BSON.EJSON, () => undefined, sleep);
    return { updated, error: null };
  } catch (error) {
    return { updated, error: errorOf(error) };
  }
}
