import { randomBytes } from "node:crypto";
import { isTree, listOf } from "../parse/tree.ts";
import { readRows, type Session } from "../connection/session.ts";
import { quoteText } from "./quoting.ts";

/** An INSERT without RETURNING, and a condition over the row it made that says whether it is the row wanted (`true`: any). */
export interface Trial {
  readonly text: string;
  readonly wanted: string;
}
export interface TrialResult {
  /** Place in the list of trials. */
  readonly index: number;
  readonly kind: "kept" | "unwanted" | "refused";
  readonly code: string;
  readonly message: string;
  readonly constraint: string;
}

/**
 * Tries inserts one by one, each in a subtransaction, until `enough` were as wanted; one round trip for all.
 * `keep`: what the server accepts stays; `undo`: everything is taken back. Constraints are checked at once.
 */
export async function tryInserts(
  session: Session,
  trials: readonly Trial[],
  enough: number,
  then: "keep" | "undo",
): Promise<readonly TrialResult[]> {
  const tag = `$d${randomBytes(6).toString("hex")}$`;
  const items = JSON.stringify(trials.map((trial) => `${trial.text} returning ${trial.wanted}`));
  const keepOne = then === "keep" ? "null;" : "raise exception using errcode = 'DBL01';";
  const body = `
declare
  item text; place int := -1; got int := 0; is_wanted boolean; state text; why text; broken text; results jsonb := '[]';
begin
  set constraints all immediate;
  for item in select value from pg_catalog.jsonb_array_elements_text(${quoteText(items)}::jsonb) loop
    place := place + 1;
    begin
      is_wanted := null;
      execute item into is_wanted;
      if is_wanted is not true then raise exception using errcode = 'DBL02'; end if;
      got := got + 1;
      ${keepOne}
      results := results || jsonb_build_object('index', place, 'kind', 'kept');
    exception when others then
      get stacked diagnostics state = returned_sqlstate, why = message_text, broken = constraint_name;
      results := results || jsonb_build_object('index', place, 'code', state, 'message', left(why, 300), 'constraint', broken,
        'kind', case state when 'DBL01' then 'kept' when 'DBL02' then 'unwanted' else 'refused' end);
    end;
    exit when got >= ${enough};
  end loop;
  perform pg_catalog.set_config('dblead.results', results::text, true);
end`;
  await session.run("begin");
  try {
    await session.run(`do ${tag}${body}${tag}`);
    const row = (await readRows(session, "select pg_catalog.current_setting('dblead.results') as results"))[0];
    await session.run("commit");
    const parsed: unknown = JSON.parse(String(row?.["results"] ?? "[]"));
    return listOf(parsed).flatMap((item) => (isTree(item) ? [readResult(item)] : []));
  } catch (error) {
    await session.run("rollback");
    throw error;
  }
}

function readResult(item: Readonly<Record<string, unknown>>): TrialResult {
  const kind = item["kind"];
  return {
    index: Number(item["index"]),
    kind: kind === "kept" || kind === "unwanted" ? kind : "refused",
    code: String(item["code"] ?? ""),
    message: String(item["message"] ?? ""),
    constraint: String(item["constraint"] ?? ""),
  };
}

/** The refusal that came most often, without row values. */
export function commonReason(results: readonly TrialResult[]): string {
  const counts = Map.groupBy(
    results.filter((result) => result.kind === "refused"),
    (result) => `${result.code.startsWith("22") ? result.message.replace(/: ".*"$/s, "") : result.message} (${result.code})`,
  );
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? "no value could be made for its columns";
}
