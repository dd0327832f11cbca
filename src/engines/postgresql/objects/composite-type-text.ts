import { quoteName, quoteQualified } from "../quote.ts";

export interface Attribute {
  readonly name: string;
  readonly type: string;
  /** Null: the type's own. */
  readonly collation: string | null;
}
export interface CompositeTypeDefinition {
  readonly schema: string;
  readonly name: string;
  /** In their order, which a row constructor relies on. */
  readonly attributes: readonly Attribute[];
}

const attributeSql = ({ name, type, collation }: Attribute): string =>
  `${quoteName(name)} ${type}${collation === null ? "" : ` COLLATE ${collation}`}`;

export function createCompositeSql({ schema, name, attributes }: CompositeTypeDefinition): string {
  return `CREATE TYPE ${quoteQualified(schema, name)} AS (${attributes.map(attributeSql).join(", ")})`;
}

const isSame = (a: Attribute, b: Attribute): boolean => a.type === b.type && a.collation === b.collation;

/** Whether an attribute that stays gets another type. */
export function isRetyped(from: CompositeTypeDefinition, to: CompositeTypeDefinition): boolean {
  return from.attributes.some((before) => to.attributes.some((after) => after.name === before.name && !isSame(before, after)));
}

/** ALTER TYPE, which puts new attributes last; null where the order asks for more. `cascade`: to the tables that are made of the type. */
export function changeAttributesSql(
  from: CompositeTypeDefinition,
  to: CompositeTypeDefinition,
  cascade: "" | " CASCADE" = "",
): readonly string[] | null {
  const kept = from.attributes.filter(({ name }) => to.attributes.some((attribute) => attribute.name === name));
  const come = to.attributes.filter(({ name }) => !from.attributes.some((attribute) => attribute.name === name));
  const reached = [...kept, ...come].map(({ name }) => name);
  if (reached.join("\n") !== to.attributes.map(({ name }) => name).join("\n")) return null;
  const actions = [
    ...from.attributes.filter((attribute) => !kept.includes(attribute)).map(({ name }) => `DROP ATTRIBUTE ${quoteName(name)}`),
    ...to.attributes.flatMap((after) => {
      const before = kept.find(({ name }) => name === after.name);
      if (before === undefined || isSame(before, after)) return [];
      return [
        `ALTER ATTRIBUTE ${quoteName(after.name)} TYPE ${after.type}${after.collation === null ? "" : ` COLLATE ${after.collation}`}`,
      ];
    }),
    ...come.map((attribute) => `ADD ATTRIBUTE ${attributeSql(attribute)}`),
  ];
  return actions.length === 0
    ? []
    : [`ALTER TYPE ${quoteQualified(to.schema, to.name)} ${actions.map((action) => `${action}${cascade}`).join(", ")}`];
}
