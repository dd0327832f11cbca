import type { Outline } from "../../../model/schema.ts";
import type { CandidateIndex } from "../../tune.ts";
import { isTree, nodeOf, textOf } from "../parse/tree.ts";
import { columnOf, wrap } from "./key-text.ts";
import type { Reading } from "./uses.ts";

interface Holder {
  readonly outline: Outline;
  readonly ranges: string[];
  readonly special: CandidateIndex[];
}

/** A pattern with a fixed beginning is a range; one without needs trigrams, which an extension brings. */
export function likeKey(request: {
  readonly reading: Reading;
  readonly range: Holder;
  readonly key: string;
  readonly other: unknown;
  readonly kind: string;
}): void {
  const { reading, range, key, other, kind } = request;
  const constant = nodeOf(other, "A_Const");
  const pattern = constant !== null && isTree(constant["sval"]) ? textOf(constant["sval"]["sval"]) : null;
  const begins = pattern !== null && /^[^%_\\]/.test(pattern) && kind === "AEXPR_LIKE";
  if (begins) {
    range.special.push({
      object: range.outline.label,
      keys: [`${wrap(key)} text_pattern_ops`],
      include: [],
      where: null,
      method: null,
      because: "the fixed beginning of the pattern, compared byte by byte",
    });
    return;
  }
  const hasTrigrams = reading.schema.objects.some((object) => object.kind === "extension" && object.id.endsWith(":pg_trgm"));
  const index = {
    object: range.outline.label,
    keys: [`${wrap(key)} gin_trgm_ops`],
    include: [],
    where: null,
    method: "gin",
    because: "the trigrams of the text that is looked for",
  };
  if (hasTrigrams) range.special.push(index);
  else
    reading.remarks.set(
      `a gin index on ${range.outline.label} (${index.keys.join(", ")})`,
      "It needs the extension pg_trgm, which the schema does not have; a pattern without a fixed beginning has no other index.",
    );
}

/** Containment, overlap, existence of keys, full-text search. */
export function specialFor(request: {
  readonly range: Holder;
  readonly key: string;
  readonly node: unknown;
  readonly operator: string;
}): readonly CandidateIndex[] {
  const { range, key, node, operator } = request;
  const type = typeOf(range.outline, node);
  const method = ["@@", "@>", "<@", "?", "?|", "?&", "&&", "@?"].includes(operator)
    ? /range\b|point|box|polygon|circle|inet|cidr/.test(type)
      ? "gist"
      : "gin"
    : null;
  if (method === null || (operator === "<@" && method === "gin" && !type.endsWith("[]"))) return [];
  return [
    {
      object: range.outline.label,
      keys: [wrap(key)],
      include: [],
      where: null,
      method,
      because: `the operator ${operator}, which a B-tree does not know`,
    },
  ];
}

function typeOf(outline: Outline, node: unknown): string {
  const reference = columnOf(node);
  return reference === null ? "" : (outline.fields.find((field) => field.name === reference.column)?.type ?? "");
}
