import { isTree, listOf, nodeOf, stringsOf, textOf, type Tree, unwrap } from "../parse/tree.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";

/** The text of an expression over one object's fields, without the object's name; null for what no index key can be, or what is not printed here. */
export function printKey(node: unknown): string | null {
  const inner = unwrap(node);
  if (inner === null) return null;
  const { kind, fields } = inner;
  switch (kind) {
    case "ColumnRef": {
      const last = stringsOf(fields["fields"]).at(-1);
      return last === undefined ? null : quoteName(last);
    }
    case "A_Const":
      return printConstant(fields);
    case "FuncCall":
      return printCall(fields);
    case "TypeCast": {
      const [arg, type] = [printKey(fields["arg"]), printType(fields["typeName"])];
      return arg === null || type === null ? null : `(${arg})::${type}`;
    }
    case "CoalesceExpr":
      return printList(fields["args"], (parts) => `COALESCE(${parts})`);
    case "A_Expr": {
      const [left, right] = [printKey(fields["lexpr"]), printKey(fields["rexpr"])];
      const [operator, ...others] = stringsOf(fields["name"]);
      if (fields["kind"] !== "AEXPR_OP" || left === null || right === null || operator === undefined || others.length > 0) return null;
      return `(${left} ${operator} ${right})`;
    }
    default:
      return null;
  }
}

export function printConstant(fields: Tree): string | null {
  if (fields["isnull"] === true) return "NULL";
  const of = (name: string): Tree | null => (isTree(fields[name]) ? fields[name] : null);
  const [integer, text, float, boolean] = [of("ival"), of("sval"), of("fval"), of("boolval")];
  if (text !== null) return quoteLiteral(textOf(text["sval"]));
  if (float !== null) return textOf(float["fval"]);
  if (boolean !== null) return boolean["boolval"] === true ? "true" : "false";
  return integer === null ? null : String(typeof integer["ival"] === "number" ? integer["ival"] : 0);
}

function printCall(fields: Tree): string | null {
  const odd = ["agg_order", "agg_filter", "over", "agg_star", "agg_distinct", "func_variadic"].some((key) => fields[key] !== undefined);
  if (odd) return null;
  const names = stringsOf(fields["funcname"]);
  const name = names[0] === "pg_catalog" ? names.slice(1) : names;
  return printList(
    fields["args"],
    (parts) => `${name.map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : quoteName(part))).join(".")}(${parts})`,
  );
}

function printList(value: unknown, print: (parts: string) => string): string | null {
  const parts = listOf(value).map(printKey);
  return parts.includes(null) ? null : print(parts.join(", "));
}

export function printType(value: unknown): string | null {
  if (!isTree(value) || listOf(value["typmods"]).length > 0 || listOf(value["arrayBounds"]).length > 0) return null;
  const names = stringsOf(value["names"]);
  return names.length === 0 ? null : quoteQualified(...(names[0] === "pg_catalog" ? names.slice(1) : names));
}

/** Names of a column reference as written: qualifier and column; a star has no column. */
export function columnOf(node: unknown): { readonly owner: string | null; readonly column: string | null } | null {
  const fields = nodeOf(node, "ColumnRef");
  if (fields === null) return null;
  const parts = stringsOf(fields["fields"]);
  const isWhole = listOf(fields["fields"]).some((part) => nodeOf(part, "A_Star") !== null);
  if (isWhole) return { owner: parts.at(-1) ?? null, column: null };
  return { owner: parts.length > 1 ? (parts.at(-2) ?? null) : null, column: parts.at(-1) ?? null };
}

/** An expression stands in parentheses in an index. */
export function wrap(key: string): string {
  return /^(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")*")$/u.test(key) || key.startsWith("(") ? key : `(${key})`;
}
