import { type Field, locateObject, type Schema } from "../../../model/schema.ts";
import type { ObjectUse } from "../../candidate-indexes.ts";
import type { Rewrite } from "../../tune.ts";
import { skipQuoted } from "../parse/lexemes.ts";

const dateText = String.raw`'\d{4}-\d{2}-\d{2}'(?:::date)?|date\s+'\d{4}-\d{2}-\d{2}'|current_date|\$\d+::date`;
const column = String.raw`(?:[a-z_]\w*\.)?([a-z_]\w*)`;
/** `placed_at::date = '2026-01-01'`, `date(placed_at) = …`, `cast(placed_at as date) = …`. */
const onDay = new RegExp(
  String.raw`(?:\b(?<cast>${column})::date|\bdate\((?<call>${column})\)|\bcast\(\s*(?<as>${column})\s+as\s+date\s*\))\s*=\s*(?<day>${dateText})`,
  "gi",
);
/** `extract(year from placed_at) = 2026`, `date_part('year', placed_at) = 2026`. */
const inYear = new RegExp(
  String.raw`\b(?:extract\(\s*year\s+from\s+(?<from>${column})\s*\)|date_part\(\s*'year'\s*,\s*(?<part>${column})\s*\))\s*=\s*(?<year>\d{4})\b`,
  "gi",
);

/**
 * Forms of a query that give the same rows and let an index on the field itself serve. Only where that is sure: a function over a date or a timestamp without
 * time zone (the day of one with a zone depends on the session), compared with a constant day or year.
 */
export function proposeRewrites(schema: Schema, text: string, uses: readonly ObjectUse[]): readonly Rewrite[] {
  const fields = new Map(
    uses.flatMap((use) => (locateObject(schema, use.object)[0]?.outline.fields ?? []).map((field): [string, Field] => [field.name, field])),
  );
  const isPlain = (name: string): boolean =>
    /^(?:date|timestamp(?:\(\d\))? without time zone)$/.test(fields.get(name.split(".").at(-1) ?? "")?.type ?? "");
  const rewritten = outsideStrings(text, (part) =>
    part
      .replaceAll(onDay, (whole, ...rest) => {
        const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
        const name = groups["cast"] ?? groups["call"] ?? groups["as"] ?? "";
        const day = groups["day"] ?? "";
        const from = day.startsWith("'") && !day.includes("::") ? `${day}::date` : day;
        return isPlain(name) ? `${name} >= ${from} AND ${name} < ${from} + 1` : whole;
      })
      .replaceAll(inYear, (whole, ...rest) => {
        const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
        const name = groups["from"] ?? groups["part"] ?? "";
        const year = Number(groups["year"]);
        return isPlain(name) ? `${name} >= '${year}-01-01' AND ${name} < '${year + 1}-01-01'` : whole;
      }),
  );
  return rewritten === text
    ? []
    : [{ query: rewritten, because: "the field stands alone between two bounds, so that its index can be used" }];
}

/** Applies a change to a text but for its comments and long literals; short ones (days) stay in what is changed. */
function outsideStrings(text: string, change: (part: string) => string): string {
  let out = "";
  let open = "";
  for (let at = 0; at < text.length; ) {
    const end = skipQuoted(text, at);
    const quoted = text.slice(at, Math.max(end, at + 1));
    if (end > at && !/^'(?:\d{4}-\d{2}-\d{2}|year)'$/i.test(quoted)) {
      out += change(open) + quoted;
      open = "";
    } else open += quoted;
    at += quoted.length;
  }
  return out + change(open);
}
