/** Each statement ends with a semicolon on its own line; a trigger has its own inside. */
export function renderScript(statements: readonly string[]): string {
  return statements.length === 0 ? "" : `${statements.map((statement) => statement.trim().replace(/;+$/, "")).join(";\n")};\n`;
}
