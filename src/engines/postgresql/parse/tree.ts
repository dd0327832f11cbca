/** A node of libpg-query's tree: one key naming its kind (`SelectStmt`), or the bare fields of a kind. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of a node of `kind`, or null when the node is of another kind. */
export function nodeOf(value: unknown, kind: string): Tree | null {
  if (!isTree(value)) return null;
  const inner = value[kind];
  return isTree(inner) ? inner : null;
}

/** Kind and fields of a statement or expression node. */
export function unwrap(value: unknown): { readonly kind: string; readonly fields: Tree } | null {
  if (!isTree(value)) return null;
  const entry = Object.entries(value)[0];
  return entry !== undefined && isTree(entry[1]) ? { kind: entry[0], fields: entry[1] } : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Parts of a list of String nodes (a qualified name). */
export function stringsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) => {
    const text = nodeOf(item, "String")?.["sval"];
    return typeof text === "string" ? [text] : [];
  });
}

/** Visits every node below `value` with its kind (null for bare fields), parents first. */
export function walk(value: unknown, visit: (kind: string | null, fields: Tree) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  const tree = value as Tree;
  for (const key in tree) {
    const inner = tree[key];
    if (typeof inner !== "object" || inner === null) continue;
    if (!Array.isArray(inner)) visit(isKind(key) ? key : null, inner as Tree);
    walk(inner, visit);
  }
}

/** Kinds begin with a capital, fields do not. */
function isKind(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 65 && code <= 90;
}
