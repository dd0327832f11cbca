import { printName } from "../../../model/name.ts";
import type { Check } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, DomainDefinition, EnumDefinition } from "../definitions.ts";
import { conversionSql, isCitext, typeChange } from "../field-type.ts";
import { keyOf } from "../job.ts";
import { sqlNameOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { attachedTo, tableSql } from "../plan/attached.ts";
import { buildCompanion, type Companion, isDistinctSql } from "../plan/companion.ts";
import { changesOf } from "../plan/place.ts";
import type { CompanionForm } from "../plan/form-result.ts";
import { reshapeByRule } from "../plan/reshape.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { canHaveCompanion } from "./rename-column.ts";

/** A new type that would write every row anew under a lock grows beside the old one instead. */
export const changeTypeThroughCompanion: CompanionForm = {
  id: "change-type-through-companion",
  summary: "Fill a field of the new type beside the old one, then let it take the name in one short moment.",
  apply: (context) => {
    const ruled = reshapeByRule(context, "convert", "change-type-through-companion");
    const taken = new Set(ruled.flatMap((result) => result.claimed));
    const plain = context.changes.flatMap((change) => {
      if (change.kind !== "modify" || change.from.kind !== "column" || taken.has(change)) return [];
      const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
      if (
        !(rewrites(before, after) || rebuildsIndexes(context, change.from, after)) ||
        !canHaveCompanion(context, [change.from, change.to])
      )
        return [];
      const companion = buildCompanion(context, {
        form: "change-type-through-companion",
        summary: `${before.name} from ${before.type} to ${after.type}`,
        olds: [change.from],
        news: [change.to],
        forward: { [after.name]: conversionSql(before.name, before.type, after.type) },
        backward: { [before.name]: conversionSql(after.name, after.type, before.type) },
      });
      return [{ claimed: [change], companion, prechecks: conversionChecks(context, companion, before, after) }];
    });
    return [...ruled, ...plain];
  },
};

/** Equality of `citext` is another one than that of `text`: the rows stay as they are, but every index on them is built anew under the lock. */
function rebuildsIndexes(context: PlanContext, from: SchemaObject, after: ColumnDefinition): boolean {
  const isOther = isCitext(define<ColumnDefinition>(from).type) !== isCitext(after.type);
  return (
    isOther &&
    attachedTo(context.from, [from]).some((object) => object.kind === "index" || define<ConstraintDefinition>(object).type !== "check")
  );
}

function rewrites(before: ColumnDefinition, after: ColumnDefinition): boolean {
  if (before.collation !== after.collation) return true;
  if (before.type === after.type) return false;
  const change = typeChange(before.type, after.type);
  return change !== "same" && change !== "widens-in-place";
}

/** Rows whose value the new type refuses or changes. Values of an unknown textual form can be asked since version 16. */
function conversionChecks(context: PlanContext, companion: Companion, before: ColumnDefinition, after: ColumnDefinition): readonly Check[] {
  const change = typeChange(before.type, after.type);
  const name = quoteName(before.name);
  const labels = newLabels(context, after.type);
  const domain = newDomain(context, after.type);
  if (domain !== null) {
    const condition = againstDomain(name, domain);
    return condition === null ? [] : [fitCheck(context, companion, before, after, condition)];
  }
  if (labels === null && (change === "rewrites" || change === "same")) return [];
  if (labels !== null) return [fitCheck(context, companion, before, after, unlisted(name, before.type, labels))];
  const canAsk = Number.parseInt(context.request.version, 10) >= 16;
  if (!canAsk) return [];
  const fits = `pg_input_is_valid(${name}::text, ${quoteLiteral(after.type)})`;
  const isRead = /^(text|character)/.test(before.type) || change === "may-fail";
  const forward = conversionSql(before.name, before.type, after.type);
  const back = `(${forward})::${before.type}`;
  const condition = isRead ? `NOT ${fits}` : isDistinctSql(name, back, before.type);
  return [fitCheck(context, companion, before, after, condition)];
}

/** Labels of an enumeration that this plan brings: the base does not know it yet. */
function newLabels(context: PlanContext, type: string): readonly string[] | null {
  const name = type.replace(/(?:\[\])+$/, "");
  const object = changesOf(context, "enum").flatMap((change) =>
    change.kind === "add" && sqlNameOf(change.object.id) === name ? [change.object] : [],
  );
  return object[0] === undefined ? null : define<EnumDefinition>(object[0]).labels;
}

/** A domain that this plan brings: the base cannot be asked about its values, only about what its rules say. */
function newDomain(context: PlanContext, type: string): DomainDefinition | null {
  const object = changesOf(context, "domain").flatMap((change) =>
    change.kind === "add" && sqlNameOf(change.object.id) === type ? [change.object] : [],
  );
  return object[0] === undefined ? null : define<DomainDefinition>(object[0]);
}

function againstDomain(name: string, domain: DomainDefinition): string | null {
  const value = `(${name}::${domain.type})`;
  const rules = domain.checks.flatMap(({ text }) => {
    const rule = /^CHECK (\(.*\))$/s.exec(text)?.[1];
    return rule === undefined
      ? []
      : [`NOT ${rule.replaceAll(/'(?:[^']|'')*'|\bVALUE\b/g, (found) => (found === "VALUE" ? value : found))}`];
  });
  return rules.length === 0 ? null : rules.join(" OR ");
}

function unlisted(name: string, type: string, labels: readonly string[]): string {
  const list = labels.map(quoteLiteral).join(", ");
  return type.endsWith("[]") ? `NOT (${name}::text[] <@ ARRAY[${list}]::text[])` : `${name}::text NOT IN (${list})`;
}

function fitCheck(context: PlanContext, companion: Companion, before: ColumnDefinition, after: ColumnDefinition, condition: string): Check {
  const key = keyOf(context.from, companion.tableId);
  return {
    id: `conversion/${printName([companion.table.schema, companion.table.name])}.${before.name}`,
    summary: `Every value of ${printName([companion.table.schema, companion.table.name])}.${before.name} fits ${after.type}`,
    query: `SELECT ${key.length === 0 ? "ctid" : key.map(quoteName).join(", ")} FROM ${tableSql(companion.table)} WHERE ${condition}`,
    expects: "no-rows",
  };
}
