import type { Script } from "../../../model/migration.ts";
import type { ParsedStatement } from "../../engine.ts";
import { parseText } from "../parse/grammar.ts";
import { placeOf } from "../parse/place.ts";
import { loadBodyParser, readBody } from "../parse/plpgsql.ts";
import { touchesOf } from "../parse/touches.ts";
import { statementOf } from "../syntax.ts";

/**
 * A DO statement, followed by what its body runs: statements as they stand there, and dynamic ones whose text is a constant. They take part in the
 * transaction of the DO, at their own places in the file. Conditions and loops are not weighed: what may run is looked at.
 */
export async function openDoBlock(statement: ParsedStatement, script: Script): Promise<readonly ParsedStatement[]> {
  if (statementOf(statement, "DoStmt") === null) return [statement];
  await loadBodyParser();
  const inside: ParsedStatement[] = [];
  let from = 0;
  for (const { kind, text } of readBody(statement.text)) {
    const at = statement.text.indexOf(text, from);
    const start = at === -1 ? from : at;
    if (at !== -1) from = at + text.length;
    const sql = kind === "statement" ? text : constantOf(text);
    if (sql === null) continue;
    const parsed = await parseText(sql).catch(() => []);
    for (const one of parsed)
      inside.push(place(one, sql, kind === "statement" && at !== -1 ? statement.start + start : null, statement, start, script));
  }
  return [statement, ...inside];
}

function place(
  { tree, start, end }: Awaited<ReturnType<typeof parseText>>[number],
  sql: string,
  offset: number | null,
  outer: ParsedStatement,
  near: number,
  script: Script,
): ParsedStatement {
  // A dynamic text stands at its EXECUTE: its own offsets mean nothing in the file.
  const at = offset === null ? outer.start + near : offset + start;
  const text = sql.slice(start, end);
  return {
    text,
    start: at,
    end: offset === null ? at : at + text.length,
    ...placeOf(script.text, at, script.line),
    tree,
    touches: touchesOf(tree),
  };
}

/** The statement that an expression of constants makes; null: it holds anything else. */
function constantOf(expression: string): string | null {
  const text = expression.trim();
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  const dollar = /^(\$\w*\$)([\s\S]*)\1$/.exec(text);
  return dollar === null ? null : (dollar[2] ?? null);
}
