import { join, resolve } from "node:path";
import type { ReviewQuery } from "../lead/review/request.ts";
import { LeadError } from "../model/error.ts";
import { readText } from "../project/files.ts";
import { splitStatements, stripComments } from "../project/formats/statements.ts";
import type { OperationContext } from "./operation.ts";

/** What sessions beside the change can make use of: reading more would only take time. */
const mostQueries = 200;

/** The statements of the workload file that was asked for, or of the configured one; none where there is no such file. */
export async function readWorkload(asked: string | undefined, context: OperationContext): Promise<readonly ReviewQuery[]> {
  const configuration = await context.findConfiguration();
  const configured = configuration?.application.workload;
  if (asked === undefined && (configured === undefined || configuration === null)) return [];
  const name = asked ?? configured ?? "";
  const path = asked === undefined ? join(configuration?.root ?? context.folder, name) : resolve(context.folder, name);
  const queries = parseWorkload(name, await readText(path));
  if (queries.length > 0) return queries;
  throw new LeadError("usage-invalid", `${name} holds no statement.`, {
    hint: "An .sql file of statements, or pg_stat_statements exported as .csv or .json with a column query.",
  });
}

/**
 * Statements of a file, the busiest first where it tells: `.sql`, or an export of pg_stat_statements (or any table with a column `query`) as `.csv` or `.json`.
 * Throws `usage-invalid` where an export cannot be read.
 */
export function parseWorkload(file: string, text: string): readonly ReviewQuery[] {
  if (/\.csv$/i.test(file)) return fromRecords(file, readCsv(file, text));
  if (/\.(?:json|jsonl|ndjson)$/i.test(file)) return fromRecords(file, readJson(file, text));
  let from = 0;
  return splitStatements(text)
    .slice(0, mostQueries)
    .map((statement) => {
      const at = text.indexOf(statement, from);
      from = at + statement.length;
      const query = stripComments(statement).replace(/;\s*$/, "");
      return { file, line: text.slice(0, at + statement.length - stripComments(statement).length).split("\n").length, query };
    });
}

interface WorkloadRecord {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

function fromRecords(file: string, records: readonly WorkloadRecord[]): readonly ReviewQuery[] {
  const weight = ({ fields }: WorkloadRecord): number =>
    Number(fields["total_exec_time"] ?? fields["total_time"] ?? fields["calls"] ?? 0) || 0;
  return records
    .filter(({ fields }) => typeof fields["query"] === "string" && fields["query"].trim() !== "")
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, mostQueries)
    .map(({ line, fields }) => ({ file, line, query: String(fields["query"]).trim().replace(/;$/, "") }));
}

/** RFC 4180, as `COPY … TO … CSV HEADER` and psql's `--csv` write it. */
function readCsv(file: string, text: string): readonly WorkloadRecord[] {
  const rows: { readonly line: number; readonly cells: string[] }[] = [];
  let line = 1;
  let cells: string[] = [];
  let first = 1;
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const [whole, quoted, bare, end] = match;
    if (whole === "" && cells.length === 0) break;
    cells.push(quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    if (end === ",") continue;
    rows.push({ line: first, cells });
    cells = [];
    first = line;
  }
  const names = (rows[0]?.cells ?? []).map((name) => name.trim().toLowerCase());
  if (!names.includes("query")) throw unreadable(file, "its first line names no column query");
  return rows.slice(1).map((row) => ({ line: row.line, fields: Object.fromEntries(names.map((name, index) => [name, row.cells[index]])) }));
}

/** A list of objects, or one object a line. */
function readJson(file: string, text: string): readonly WorkloadRecord[] {
  const toRecord = (value: unknown, line: number): readonly WorkloadRecord[] =>
    typeof value === "string"
      ? [{ line, fields: { query: value } }]
      : typeof value === "object" && value !== null
        ? [{ line, fields: { ...value } }]
        : [];
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value.flatMap((item: unknown) => toRecord(item, 1));
    return toRecord(value, 1);
  } catch {
    const lines = text.split("\n").map((content, index) => ({ content: content.trim(), line: index + 1 }));
    try {
      return lines.flatMap(({ content, line }) => (content === "" ? [] : toRecord(JSON.parse(content), line)));
    } catch (cause) {
      throw unreadable(file, "it is no JSON", cause);
    }
  }
}

function unreadable(file: string, reason: string, cause?: unknown): LeadError {
  return new LeadError("usage-invalid", `${file} cannot be read as a workload: ${reason}.`, {
    hint: "psql --csv -c 'select query, calls, total_exec_time from pg_stat_statements' > workload.csv",
    cause,
  });
}
