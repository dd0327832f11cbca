import { parseName, printName } from "../../../model/name.ts";
import type { RuleContext } from "../../rule.ts";
import { pick, textsOf } from "../syntax.ts";
import { isComplete } from "./known-objects.ts";
import { knownObjects } from "./object-history.ts";

/** Functions of PostgreSQL 14 to 18 and its usual extensions that are marked VOLATILE and may stand in a default. */
const volatile: ReadonlySet<string> = new Set(
  (
    "clock_timestamp timeofday random random_normal setseed nextval currval lastval setval gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc " +
    "uuid_generate_v4 gen_random_bytes gen_salt pg_sleep txid_current pg_current_xact_id"
  ).split(" "),
);
/** Functions whose answer is one and the same for a whole statement: a default made of them is worked out once and kept beside the table. */
export const usual =
  /^(now|transaction_timestamp|statement_timestamp|current_setting|current_schema|current_user|session_user|numeric|character|varying|varchar|bit|time|timestamp|timestamptz|array|row|coalesce|nullif|lower|upper|md5|make_interval|make_date|timezone|date_trunc|to_date|to_timestamp|jsonb_build_object|jsonb_build_array|json_build_object|json_build_array|abs|round|length|concat|to_jsonb|to_json|statement_timestamp|localtimestamp|current_timestamp|current_date|gen_range|int4range|int8range|numrange|tsrange|tstzrange|daterange|make_timestamp|make_timestamptz|make_time|age|extract|left|right|substring|trim|btrim|ltrim|rtrim|replace|floor|ceil|greatest|least|to_char|to_number|to_tsvector|json_array|json_object|string_to_array|array_fill|interval|decode|encode|inet|cidr|macaddr|point|box|circle|path|polygon|line|lseg|bool|text|int4|int8|int2|float4|float8|date|bytea|xmlparse)$/i;
const stableWords = /\b(?:IMMUTABLE|STABLE)\b/i;

/** Name of the first call in an expression that PostgreSQL evaluates for each row; functions of the schema are judged by their own declaration. */
export function findVolatileCall(expression: unknown, context: RuleContext): string | null {
  if (typeof expression !== "object" || expression === null) return null;
  const call = pick(expression, "FuncCall");
  if (call !== null) {
    const names = textsOf(call.funcname).filter((part) => part !== "pg_catalog");
    if (isVolatile(names, context)) return printName(names);
  }
  for (const value of Array.isArray(expression) ? expression : Object.values(expression)) {
    const found = findVolatileCall(value, context);
    if (found !== null) return found;
  }
  return null;
}

function isVolatile(names: readonly string[], context: RuleContext): boolean {
  const name = names.at(-1) ?? "";
  const functions = context.before === null ? [] : knownObjects(context.before).ofKind("function");
  const own = functions.find(({ id }) => {
    const parts = parseName(id.slice("function:".length).replace(/\(.*$/s, ""));
    return parts.at(-1) === name && (names.length === 1 || parts.at(-2) === names.at(-2));
  });
  // A function that is neither the server's usual nor to be seen is taken for what a function is by default.
  if (own === undefined) return volatile.has(name) || (!isComplete(context.before) && !usual.test(name));
  const { definition } = own;
  const text = typeof definition === "object" && definition !== null && "text" in definition ? definition.text : "";
  // The declaration stands before the body.
  return !stableWords.test(String(text).split(/\bAS\b/i)[0] ?? "");
}
