import { LeadError } from "../../../model/error.ts";
import type { Script } from "../../../model/migration.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { Execution } from "../connection/execute.ts";
import { ServerError, type Session, toStatementError } from "../connection/session.ts";
import { parsePostgresql, refuseDangerous } from "../parse.ts";
import { indexOfCodePoint } from "../parse/grammar.ts";
import { excerptAt, placeOf } from "../parse/place.ts";

export interface BaseTarget {
  readonly session: Session;
  readonly prepare: Execution["prepare"];
  readonly elevate: Execution["elevate"];
}

/** Runs the scripts of a base untraced. Errors: `schema-unreadable` with file, line and excerpt; `statement-refused`. */
export async function loadScripts(target: BaseTarget, scripts: readonly Script[]): Promise<void> {
  for (const script of scripts) await loadScript(target, script);
  if (scripts.length > 0) await target.session.run("analyze");
}

async function loadScript(target: BaseTarget, script: Script): Promise<void> {
  const statements = await parsePostgresql(script);
  for (const statement of statements) {
    const danger = refuseDangerous(statement);
    if (danger !== null)
      throw new LeadError("statement-refused", `${script.file}:${statement.line}: ${danger}: ${excerptAt(script.text, statement.start)}`);
  }
  await target.prepare?.(statements);
  const isWhole = script.transaction !== "none";
  const needsOwner = statements.some((statement) => target.elevate?.isFor(statement) === true);
  const work = async (): Promise<void> => {
    if (isWhole) {
      await target.session.run("begin");
      await runWhole(target.session, script, statements);
      await runText(target.session, script, "commit", 0);
    } else for (const statement of statements) await runText(target.session, script, statement.text, statement.start);
  };
  try {
    // Extensions are the owner's business; the base is the user's own, not a hand-in.
    await (needsOwner && target.elevate !== null ? target.elevate.run(work) : work());
  } finally {
    await target.session.run("rollback");
    await target.session.run("discard all");
  }
}

/** One round trip; where it fails without a place, the statements run again one by one to find the one that does. */
async function runWhole(session: Session, script: Script, statements: readonly ParsedStatement[]): Promise<void> {
  try {
    await session.run(script.text);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.position === null) {
      await session.run("rollback");
      await session.run("begin");
      for (const statement of statements) await runText(session, script, statement.text, statement.start);
    }
    refuseText(script, script.text, 0, error);
  }
}

async function runText(session: Session, script: Script, text: string, start: number): Promise<void> {
  try {
    await session.run(text);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    refuseText(script, text, start, error);
  }
}

function refuseText(script: Script, text: string, start: number, error: ServerError): never {
  const { message, code, hint } = toStatementError(error);
  if (code === "53100") throw new LeadError("disk-full", `${script.file}: ${message}`, { hint: "Free space in the temporary folder." });
  const offset = start + (error.position === null ? 0 : indexOfCodePoint(text, error.position - 1));
  const { line, column } = placeOf(script.text, offset, script.line);
  throw new LeadError(
    "schema-unreadable",
    `${script.file}:${line}:${column}: ${message} (${code}): ${excerptAt(script.text, offset)}`,
    hint === undefined ? {} : { hint },
  );
}
