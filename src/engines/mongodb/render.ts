/** One command after the other, each on lines of its own; a program stands as it is. */
export function renderScript(statements: readonly string[]): string {
  return statements.length === 0 ? "" : `${statements.map((statement) => statement.trimEnd()).join("\n\n")}\n`;
}
