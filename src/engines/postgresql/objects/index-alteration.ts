import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { define, draftStep, lock } from "./draft.ts";
import { marksSql } from "./index-text.ts";
import { optionChangesSql } from "./table-alteration.ts";

interface TextParts {
  /** The index without what can be changed in place. */
  readonly bare: string;
  readonly options: readonly string[];
  readonly tablespace: string | null;
}

const tail = /( WITH \(((?:[^()']|'(?:[^']|'')*')*)\))?( TABLESPACE ("(?:[^"]|"")*"|[^\s"]+))?( WHERE [\s\S]*)?$/;

/** Storage parameters and tablespace stand behind the columns and before the predicate. */
function partsOfText(text: string): TextParts {
  const match = tail.exec(text);
  if (match === null) return { bare: text, options: [], tablespace: null };
  const options = (match[2] ?? "").split(", ").filter((option) => option !== "");
  return { bare: `${text.slice(0, match.index)}${match[5] ?? ""}`, options, tablespace: match[4] ?? null };
}

function changesSql(before: IndexDefinition, after: IndexDefinition): readonly string[] | null {
  const [old, next] = [partsOfText(before.text), partsOfText(after.text)];
  if (old.bare !== next.bare || (before.attachedTo !== null && before.attachedTo !== after.attachedTo)) return null;
  const head = `ALTER INDEX ${quoteQualified(after.schema, after.name)}`;
  const targets = new Map(after.statistics.map(({ column, target }) => [column, target]));
  const known = new Map(before.statistics.map(({ column, target }) => [column, target]));
  const columns = [...new Set([...known.keys(), ...targets.keys()])].filter((column) => known.get(column) !== targets.get(column));
  return [
    ...(before.valid || !after.valid ? [] : [`REINDEX INDEX ${quoteQualified(after.schema, after.name)}`]),
    ...(old.tablespace === next.tablespace ? [] : [`${head} SET TABLESPACE ${next.tablespace ?? "pg_default"}`]),
    ...optionChangesSql(head, old.options, next.options),
    ...columns.map((column) => `${head} ALTER COLUMN ${column} SET STATISTICS ${targets.get(column) ?? -1}`),
    // What it carries for its table moves in a step of the table's.
    ...marksSql({ ...after, clustered: false, replicaIdentity: false }, before.attachedTo === after.attachedTo ? null : after.attachedTo),
  ];
}

/** Storage parameters, tablespace and statistics change in place; an invalid index is built again; all else makes another index. */
export function alterIndex(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const [before, after] = [define<IndexDefinition>(from), define<IndexDefinition>(to)];
  const statements = changesSql(before, after);
  if (statements === null) return null;
  if (statements.length === 0) return [];
  const table = printName([after.schema, after.table]);
  const isBuilt = !before.valid && after.valid;
  const isMoved = partsOfText(before.text).tablespace !== partsOfText(after.text).tablespace;
  return [
    draftStep({
      kind: isBuilt ? "rebuild-index" : "alter-index",
      phase: "expand",
      summary: isBuilt ? `Build the invalid index ${after.name} of ${table} again` : `Change index ${after.name} of ${table}`,
      statements,
      reverse: changesSql(after, before) ?? [],
      blocks: [
        isBuilt
          ? lock(table, "SHARE", "build")
          : lock(table, isMoved ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE", isMoved ? "rewrite" : "moment"),
      ],
      makes: [to.id],
      needs: to.dependsOn,
    }),
  ];
}
