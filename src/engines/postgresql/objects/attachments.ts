import type { Schema } from "../../../model/schema.ts";
import type { ObjectKind } from "../../step-draft.ts";
import { createCommentSql } from "./comment.ts";
import { createGrantSql } from "./grant.ts";
import { createOwnerSql } from "./owner.ts";
import { childrenOf } from "./surroundings.ts";

/** Comments and grants on any of `ids`: the server forgets them with the object. */
export function attachedSql(schema: Schema, ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => [
    ...childrenOf(schema, id, "grant").flatMap(createGrantSql),
    ...childrenOf(schema, id, "comment").map(createCommentSql),
    ...childrenOf(schema, id, "owner").map(createOwnerSql),
  ]);
}

/** Makes a kind bring comments and grants back when a drop is reversed. */
export function withAttachments(kind: ObjectKind): ObjectKind {
  return {
    ...kind,
    drop: (object, context) =>
      kind.drop(object, context).map((draft) => {
        const attached = attachedSql(context.from, draft.removes);
        const [first, ...rest] = draft.reverse;
        if (attached.length === 0 || first?.kind !== "statements") return draft;
        return { ...draft, reverse: [{ ...first, statements: [...first.statements, ...attached] }, ...rest] };
      }),
  };
}
