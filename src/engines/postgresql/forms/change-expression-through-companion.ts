import { kindOf } from "../objects.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { quoteName } from "../quote.ts";
import { buildCompanion } from "../plan/companion.ts";
import type { CompanionForm } from "../plan/form-result.ts";

/** A field that becomes a generated one, or whose expression the server cannot change where it stands: the new one is computed beside the old and takes its name. */
export const changeExpressionThroughCompanion: CompanionForm = {
  id: "change-expression-through-companion",
  summary:
    "Add a generated field with the new expression beside the old one, build its indexes, then let it take the name in one short moment.",
  apply: (context) =>
    context.changes.flatMap((change) => {
      if (change.kind !== "modify" || change.to.kind !== "column") return [];
      const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
      if (after.generated === null || before.inherited || after.inherited) return [];
      if (kindOf("column").alter(change.from, change.to, context) !== null) return [];
      const companion = buildCompanion(context, {
        form: "change-expression-through-companion",
        summary: `Compute ${after.name} as ${after.generated.expression}`,
        olds: [change.from],
        news: [change.to],
        forward: {},
        // What was written to a plain field comes back as what is worked out.
        backward: before.generated === null ? { [before.name]: quoteName(after.name) } : {},
      });
      return [{ claimed: [change], companion, prechecks: [] }];
    }),
};
