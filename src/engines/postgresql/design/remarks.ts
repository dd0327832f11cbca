import type { Intent } from "../../../model/intent.ts";
import { parseName } from "../../../model/name.ts";
import type { DesignState } from "./state.ts";

/** What a modeller would say about the fields that are asked for: repeating groups, dependencies between fields that are no key, types that surprise. */
export function remarkOn(state: DesignState, intent: Intent): readonly string[] {
  switch (intent.kind) {
    case "add-object":
      return remarkOnFields(
        intent.body.object,
        Object.keys(intent.body.fields),
        Object.fromEntries(Object.entries(intent.body.fields).map(([name, spec]) => [name, spec.type])),
      );
    case "add-field": {
      const parts = parseName(intent.body.field);
      const name = parts.at(-1) ?? "";
      const owner = [...state.tables.values()].find((table) => table.name === parts.at(-2));
      const names = [...(owner?.fields.keys() ?? [])];
      return remarkOnFields(owner?.name ?? "", names, { [name]: intent.body.type }).filter(
        (remark) => remark.includes(name.replace(/_?\d+$/, "")) || remark.includes(name),
      );
    }
    default:
      return [];
  }
}

const numbered = /^(.*?)_?([1-9])$/;
/** Fields that usually follow from one another, wherever they stand together. */
const followers: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^(zip|zip_code|postcode|postal_code|plz)$/, /^(city|town|state|region)$/, "the place follows from the postal code"],
  [/^country_code$/, /^country(_name)?$/, "the country's name follows from its code"],
  [/^(birth_?date|date_of_birth)$/, /^age$/, "the age follows from the date of birth"],
  [/^(quantity|unit_price|price)$/, /^(line_)?total(_price|_amount)?$/, "the total follows from quantity and price"],
  [/^(customer|product|user)_id$/, /^(customer|product|user)_(name|email|price)$/, "the copied field follows from the reference"],
];

function remarkOnFields(object: string, names: readonly string[], types: Readonly<Record<string, string>>): readonly string[] {
  const groups = Map.groupBy(
    names.filter((name) => numbered.test(name)),
    (name) => numbered.exec(name)?.[1] ?? name,
  );
  const repeating = [...groups].filter(([, members]) => members.length > 1);
  const dependent = followers.flatMap(([key, follower, why]) => {
    const [a, b] = [names.find((name) => key.test(name)), names.find((name) => follower.test(name))];
    return a === undefined || b === undefined
      ? []
      : [`Transitive dependency in ${object}: ${b} depends on ${a} (${why}); third normal form keeps it in one place.`];
  });
  const lists = Object.entries(types).filter(([, type]) => type.endsWith("[]") || /^jsonb?$/.test(type));
  const money = Object.entries(types).filter(
    ([name, type]) => /(price|amount|total|balance|cost|fee)/.test(name) && /^(float|real|double)/.test(type),
  );
  return [
    ...repeating.map(
      ([stem, members]) => `Repeating group in ${object}: ${members.join(", ")}; first normal form keeps each ${stem} in a row of its own.`,
    ),
    ...dependent,
    ...lists.map(
      ([name, type]) => `${object}.${name} is ${type}: what is inside has no keys, references or types that the database checks.`,
    ),
    ...money.map(([name]) => `${object}.${name} holds money as a binary fraction: sums will not come out even; decimal does.`),
  ];
}
