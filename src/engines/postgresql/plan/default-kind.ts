/** Functions whose answer is one and the same for a whole statement: a default made of them is worked out once and kept beside the table. */
const stable =
  /^(now|transaction_timestamp|statement_timestamp|current_setting|current_schema|current_user|session_user|numeric|character|varying|varchar|bit|time|timestamp|timestamptz|array|row|coalesce|nullif|lower|upper|md5|make_interval|make_date|timezone|date_trunc|to_date|to_timestamp|jsonb_build_object|jsonb_build_array|json_build_object|json_build_array|abs|round|length|concat)$/i;

/** Whether a default differs from row to row, so that adding it would write every row. Unknown functions count as such. */
export function isVolatileDefault(expression: string): boolean {
  const bare = expression.replaceAll(/'(?:[^']|'')*'/g, "''");
  return [...bare.matchAll(/([A-Za-z_][\w.]*|"[^"]+")\s*\(/g)].some((match) => !stable.test((match[1] ?? "").replace(/^pg_catalog\./, "")));
}
