import { LeadError } from "../../model/error.ts";
import type { Script } from "../../model/migration.ts";
import type { ParsedStatement } from "../engine.ts";
import { findDanger } from "./parse/danger.ts";
import { GrammarError, parseText } from "./parse/grammar.ts";
import { findMetaCommand } from "./parse/lexemes.ts";
import { excerptAt, placeOf, placesOf } from "./parse/place.ts";
import { touchesOf } from "./parse/touches.ts";
import { isTree } from "./parse/tree.ts";

export { mentionsOf } from "./parse/mentions.ts";

/**
 * Splits and parses a script with PostgreSQL's own grammar. Offsets are UTF-16, lines count from the script's first line in its file.
 * Errors: `schema-unreadable` with file, line, column and an excerpt; a command of the psql client is named.
 */
export async function parsePostgresql(script: Script): Promise<readonly ParsedStatement[]> {
  try {
    const statements = await parseText(script.text);
    const placeOf = placesOf(script.text, script.line);
    return statements.map(({ tree, start, end }) => ({
      text: script.text.slice(start, end),
      start,
      end,
      ...placeOf(start),
      tree,
      touches: touchesOf(tree),
    }));
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    throw explain(script, error);
  }
}

/** Why a statement may not run on a shadow or a target (files, programs, other hosts, the server itself); null: it may. */
export function refuseDangerous(statement: ParsedStatement): string | null {
  return isTree(statement.tree) ? findDanger(statement.tree) : null;
}

/** Where in a script's text its reading failed: 0-based offset, and the message without the place. */
export interface ReadingFault {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}
const faults = new WeakMap<LeadError, ReadingFault>();
/** The place of a `schema-unreadable` that {@link parsePostgresql} threw. */
export function faultOf(error: LeadError): ReadingFault | null {
  return faults.get(error) ?? null;
}

function explain(script: Script, error: GrammarError): LeadError {
  const meta = findMetaCommand(script.text);
  const fault: ReadingFault =
    meta === null
      ? { message: error.message, offset: error.position }
      : {
          message: `${meta.name} is a command of the psql client, not SQL`,
          hint:
            meta.name === "\\."
              ? "Data of COPY … FROM stdin cannot be read; dump it as INSERT statements (pg_dump --inserts)."
              : `Take ${meta.name} out of the file, or hand in a file of SQL alone.`,
          offset: meta.at,
        };
  const { line, column } = placeOf(script.text, fault.offset, script.line);
  const lead = new LeadError(
    "schema-unreadable",
    `${script.file}:${line}:${column}: ${fault.message}: ${excerptAt(script.text, fault.offset)}`,
    {
      ...(fault.hint === undefined ? {} : { hint: fault.hint }),
    },
  );
  faults.set(lead, fault);
  return lead;
}
