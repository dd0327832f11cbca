import { skipPart } from "../models/source-values.ts";
import type { ModelObject, ModelSchema } from "../models/model.ts";
import type { OrmUse } from "./orm-uses.ts";

/** ORMs whose code reaches a table through a class: `Customer.findAll({ … })`, `Customer.objects.filter(…)`, `select(Customer.mail)`, `Customer.where(…)`. */
const byClass = new Set<ModelSchema["orm"]>(["typeorm", "sequelize", "sqlalchemy", "django", "rails"]);
const fileOf: Readonly<Record<string, RegExp>> = {
  typeorm: /\.[cm]?[jt]sx?$/,
  sequelize: /\.[cm]?[jt]sx?$/,
  sqlalchemy: /\.py$/,
  django: /\.py$/,
  rails: /\.(?:rb|erb|rake)$/,
};

/** Where a source uses a model's class, and which of its fields it names in what it says of it: read as text, up to the end of the call or statement. */
export function findClassUses(path: string, source: string, models: readonly ModelSchema[]): readonly OrmUse[] {
  return models
    .filter(({ orm }) => byClass.has(orm) && fileOf[orm]?.test(path) === true)
    .flatMap((model) => model.objects.flatMap((object) => usesOf(source, object)));
}

function usesOf(source: string, object: ModelObject): readonly OrmUse[] {
  if (!/^[A-Z]\w*$/.test(object.codeName)) return [];
  return [...source.matchAll(new RegExp(`(?<![\\w$"'.])${object.codeName}\\b(?!["'])`, "g"))].flatMap((match): readonly OrmUse[] => {
    const before = source.slice(source.lastIndexOf("\n", match.index) + 1, match.index);
    if (/^\s*(?:import|from|export|class|require)\b|\/\/|^\s*[#*]/.test(before)) return [];
    const end = endOf(source, match.index + match[0].length);
    const said = source.slice(match.index, end);
    const fields = object.fields.flatMap(({ name, property }): readonly OrmUse[] =>
      [...new Set([name, property])].flatMap((word) =>
        [...said.matchAll(patternOf(word))].map((found) => ({
          object,
          field: name,
          offset: match.index + found.index + found[0].indexOf(word),
        })),
      ),
    );
    return [{ object, field: null, offset: match.index }, ...fields];
  });
}

/** `.mail`, `mail=`, `mail__in=`, `mail:`, `:mail`, `"mail"`, and `{ mail }`. */
function patternOf(word: string): RegExp {
  const safe = word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `\\.${safe}\\b(?!\\s*\\()|\\b${safe}(?:__\\w+)?\\s*=(?!=)|\\b${safe}\\??\\s*:(?!:)|(?<!:):${safe}\\b|(["'])-?${safe}(?:__\\w+)?\\1|(?<=[{,]\\s*)${safe}(?=\\s*[,}])`,
    "g",
  );
}

/** The end of the call or statement that a name stands in: a closing bracket that was open before it, a semicolon, or a line that nothing goes on from. */
function endOf(source: string, from: number): number {
  for (let at = from; at < source.length; at = source[at] === "#" ? at + 1 : skipPart(source, at)) {
    const character = source[at] ?? "";
    if (/[)\]};]/.test(character)) return at;
    if (character === "\n" && !/^\s*[.?&]/.test(source.slice(at, at + 200))) return at;
    if (at - from > 4000) return at;
  }
  return source.length;
}
