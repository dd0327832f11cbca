import type { Node } from "libpg-query";
import { parseName } from "../../../model/name.ts";
import { pick, pickAll } from "../syntax.ts";
import type { KnownConstraint } from "./known-objects.ts";

/** Whether a condition is the constant true, however it is written (`true`, `'t'::boolean`, `1 = 1`). */
export function isAlwaysTrue(node: Node | undefined): boolean {
  const constant = pick(node, "A_Const");
  if (constant !== null) return constant.boolval?.boolval === true || /^(?:t|true|y|yes|on|1)$/i.test(constant.sval?.sval ?? "");
  const cast = pick(node, "TypeCast");
  if (cast !== null) return isAlwaysTrue(cast.arg);
  const any = pick(node, "BoolExpr");
  if (any?.boolop === "OR_EXPR") return (any.args ?? []).some(isAlwaysTrue);
  if (any?.boolop === "AND_EXPR") return (any.args ?? []).every(isAlwaysTrue);
  const comparison = pick(node, "A_Expr");
  if (comparison?.kind !== "AEXPR_OP" || pickAll(comparison.name, "String")[0]?.sval !== "=") return false;
  const [left, right] = [pick(comparison.lexpr, "A_Const"), pick(comparison.rexpr, "A_Const")];
  return left !== null && right !== null && JSON.stringify({ ...left, location: 0 }) === JSON.stringify({ ...right, location: 0 });
}

/** Whether a check constraint lets no null into a column, so that SET NOT NULL need not look. */
export function provesNotNull(constraint: KnownConstraint, column: string): boolean {
  if (constraint.type !== "check" || /\bOR\b|\bNOT \(/i.test(constraint.text)) return false;
  return [...constraint.text.matchAll(/("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\s+IS\s+NOT\s+NULL/giu)].some(
    (match) => parseName(match[1] ?? "")[0] === column,
  );
}
