import type * as Library from "libpg-query";
import { isTree, textOf, type Tree, walk } from "./tree.ts";

/** A statement inside a PL/pgSQL body. `dynamic`: the text is an expression that makes the statement. */
export interface BodyPart {
  readonly kind: "statement" | "dynamic";
  readonly text: string;
}

type Parser = Pick<typeof Library, "parsePlPgSQLSync">;
let parser: Parser | null = null;

/** Loads the parser, so that {@link readBody} can be asked. */
export async function loadBodyParser(): Promise<void> {
  if (parser !== null) return;
  const library = await import("libpg-query");
  await library.loadModule();
  parser = library;
}

/** Parts of the body of a DO statement or a CREATE FUNCTION in PL/pgSQL, in their order; empty where it cannot be read, or {@link loadBodyParser} was not called. */
export function readBody(text: string): readonly BodyPart[] {
  // A body of parsed SQL makes the parser of PL/pgSQL give up altogether.
  if (parser === null || !/\bplpgsql\b|^\s*DO\b/i.test(text)) return [];
  let parsed: unknown;
  try {
    parsed = parser.parsePlPgSQLSync(text);
  } catch {
    // Another language, or a body that only the server understands.
    return [];
  }
  const parts: BodyPart[] = [];
  walk(parsed, (kind, fields) => {
    if (kind === "PLpgSQL_stmt_execsql") add(parts, "statement", fields["sqlstmt"]);
    else if (kind === "PLpgSQL_stmt_perform") add(parts, "statement", fields["expr"]);
    else if (kind === "PLpgSQL_stmt_dynexecute" || kind === "PLpgSQL_stmt_dynfors") add(parts, "dynamic", fields["query"]);
    else if (kind === "PLpgSQL_stmt_return_query" && isTree(fields["dynquery"])) add(parts, "dynamic", fields["dynquery"]);
  });
  return parts;
}

function add(parts: BodyPart[], kind: BodyPart["kind"], expression: unknown): void {
  const inner: Tree | null = isTree(expression) && isTree(expression["PLpgSQL_expr"]) ? expression["PLpgSQL_expr"] : null;
  const text = textOf(inner?.["query"]);
  if (text !== "") parts.push({ kind, text });
}
