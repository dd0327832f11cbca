import type { SchemaObject } from "../../../model/schema.ts";
import type { Change } from "../../../model/change.ts";
import type { Form, FormResult } from "../../step-draft.ts";
import type { ColumnDefinition, SequenceDefinition } from "../definitions.ts";
import { alterColumnSql } from "../objects/column-statements.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { createSequenceSql, ownSequenceSql } from "../objects/sequence.ts";
import { changesOf } from "../plan/place.ts";
import { quoteLiteral, quoteName } from "../quote.ts";

/** An identity becomes a sequence with a default: the identity's own holds the name, and its numbers must not be given out again. */
export const identityToSequence: Form = {
  id: "identity-to-sequence",
  summary: "Take the identity off, make the sequence, let it begin behind the rows, and set the default in one moment.",
  apply: (context) =>
    changesOf(context, "column").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "modify") return [];
      const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
      if (before.identity === null || after.identity !== null || before.type !== after.type || after.default === null) return [];
      const come = changesOf(context, "sequence").find(
        (candidate): candidate is Added =>
          candidate.kind === "add" && define<SequenceDefinition>(candidate.object).ownedBy === change.to.id,
      );
      if (come === undefined) return [];
      const major = Number.parseInt(context.request.version, 10);
      return [{ claimed: [change, come], drafts: [drafted(change, come.object, major)], carries: [], prechecks: [] }];
    }),
};

type Added = Extract<Change, { kind: "add" }>;

function drafted(change: Extract<Change, { kind: "modify" }>, object: SchemaObject, major: number): FormResult["drafts"][number] {
  const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
  const sequence = define<SequenceDefinition>(object);
  const bare: ColumnDefinition = { ...before, identity: null, default: null };
  const table = change.to.parent ?? "";
  const last = sequence.increment.startsWith("-") ? "min" : "max";
  const goOn = `SELECT setval(${quoteLiteral(sqlNameOf(object.id))}, coalesce(${last}(${quoteName(after.name)}) + (${sequence.increment}), ${sequence.start}), false) FROM ${sqlNameOf(table)}`;
  return draftStep({
    kind: "identity-to-sequence",
    phase: "expand",
    summary: `Number ${labelOf(change.to.id)} by the sequence ${labelOf(object.id)} instead of an identity`,
    statements: [
      ...alterColumnSql(before, bare, { major }),
      createSequenceSql(sequence),
      ownSequenceSql(sequence),
      goOn,
      ...alterColumnSql(bare, after, { major }),
    ],
    reverse: [
      ...alterColumnSql(after, bare, { major }),
      `DROP SEQUENCE ${sqlNameOf(object.id)}`,
      ...alterColumnSql(bare, before, { major }),
    ],
    blocks: [lock(labelOf(table), "ACCESS EXCLUSIVE", "scan")],
    makes: [change.to.id, object.id],
    needs: [...object.dependsOn, ...change.to.dependsOn.filter((id) => id !== object.id)],
  });
}
