import { parseName } from "../../../model/name.ts";
import type { CandidateIndex } from "../../tune.ts";
import { quoteName, quoteQualified } from "../quote.ts";

/** `CREATE INDEX` for a candidate, in the plain form. */
export function indexText(index: CandidateIndex, name: string): string {
  const using = index.method === null ? "" : ` USING ${index.method}`;
  const include = index.include.length === 0 ? "" : ` INCLUDE (${index.include.join(", ")})`;
  const where = index.where === null ? "" : ` WHERE ${index.where}`;
  return `CREATE INDEX ${quoteName(name)} ON ${quoteQualified(...parseName(index.object))}${using} (${index.keys.join(", ")})${include}${where}`;
}
