import { LeadError } from "../../../model/error.ts";
import type { Script } from "../../../model/migration.ts";
import type { ScriptOutcome } from "../../connection.ts";
import type { ParsedStatement } from "../../engine.ts";
import { faultOf, parsePostgresql, refuseDangerous } from "../parse.ts";
import { excerptAt, placeOf } from "../parse/place.ts";

export type Failure = NonNullable<ScriptOutcome["error"]>;

type Reading =
  | { readonly kind: "read"; readonly statements: readonly ParsedStatement[] }
  | { readonly kind: "failed"; readonly error: Failure };

/** Parses a script; what cannot be parsed, or may not run, is a failure with its place. */
export async function readScript(script: Script): Promise<Reading> {
  let statements: readonly ParsedStatement[];
  try {
    statements = await parsePostgresql(script);
  } catch (error) {
    const fault = error instanceof LeadError ? faultOf(error) : null;
    if (fault === null) throw error;
    const place = {
      file: script.file,
      line: placeOf(script.text, fault.offset, script.line).line,
      excerpt: excerptAt(script.text, fault.offset),
    };
    return {
      kind: "failed",
      error: { message: fault.message, code: "42601", ...(fault.hint === undefined ? {} : { hint: fault.hint }), ...place },
    };
  }
  for (const statement of statements) {
    const danger = refuseDangerous(statement);
    if (danger === null) continue;
    const place = { file: script.file, line: statement.line, excerpt: excerptAt(script.text, statement.start) };
    return { kind: "failed", error: { message: `Refused: ${danger}.`, code: "statement-refused", ...place } };
  }
  return { kind: "read", statements };
}
