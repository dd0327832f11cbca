import { parseName, printName } from "../../../model/name.ts";
import type { RuleContext } from "../../rule.ts";
import { pick, textsOf } from "../syntax.ts";

/** Functions of PostgreSQL 14 to 18 and its usual extensions that are marked VOLATILE and may stand in a default. */
const volatile: ReadonlySet<string> = new Set(
  (
    "clock_timestamp timeofday random random_normal setseed nextval currval lastval setval gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc " +
    "uuid_generate_v4 gen_random_bytes gen_salt pg_sleep txid_current pg_current_xact_id"
  ).split(" "),
);
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
  const own = context.before?.objects.find(({ id, kind }) => {
    if (kind !== "function") return false;
    const parts = parseName(id.slice("function:".length).replace(/\(.*$/s, ""));
    return parts.at(-1) === name && (names.length === 1 || parts.at(-2) === names.at(-2));
  });
  if (own === undefined) return volatile.has(name);
  const { definition } = own;
  const text = typeof definition === "object" && definition !== null && "text" in definition ? definition.text : "";
  // The declaration stands before the body.
  return !stableWords.test(String(text).split(/\bAS\b/i)[0] ?? "");
}
