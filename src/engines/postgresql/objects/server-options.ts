import { quoteLiteral, quoteName } from "../quote.ts";

/** Option names whose values are nobody's business, and values that carry a password in a URL. */
const secretNames = "(pass|secret|token|credential|private|api_?key|access_?key)";
const secretValues = "[a-z0-9+.-]+://[^/@:]*:[^/@]+@";

/**
 * `name=value` of generic options (`OPTIONS (…)`) as a sorted JSON array, for an expression of type `text[]`. Secrets never leave the server: they are
 * left out and named by {@link secretOptionsSql}.
 */
export function openOptionsSql(options: string): string {
  return `coalesce((select json_agg(o order by o) from unnest(${options}) o where not ${isSecretSql("o")}), '[]'::json)`;
}

/** Whether an option (`name=value`) is a secret. */
export function isSecretSql(option: string): string {
  return `(split_part(${option}, '=', 1) ~* '${secretNames}' or ${option} ~* '${secretValues}')`;
}

interface Option {
  readonly name: string;
  readonly value: string;
}
function split(option: string): Option {
  const at = option.indexOf("=");
  return { name: option.slice(0, at), value: option.slice(at + 1) };
}
const printed = ({ name, value }: Option): string => `${quoteName(name)} ${quoteLiteral(value)}`;

/** ` OPTIONS (a 'x', b 'y')`, or nothing. */
export function optionsSql(options: readonly string[]): string {
  return options.length === 0 ? "" : ` OPTIONS (${options.map((option) => printed(split(option))).join(", ")})`;
}

/** ` OPTIONS (ADD …, SET …, DROP …)` that makes `from` into `to`, or nothing. */
export function changeOptionsSql(from: readonly string[], to: readonly string[]): string {
  const [before, after] = [from.map(split), to.map(split)];
  const valueIn = (list: readonly Option[], name: string): string | undefined => list.find((option) => option.name === name)?.value;
  const changes = [
    ...before.filter(({ name }) => valueIn(after, name) === undefined).map(({ name }) => `DROP ${quoteName(name)}`),
    ...after
      .filter(({ name, value }) => valueIn(before, name) !== undefined && valueIn(before, name) !== value)
      .map((option) => `SET ${printed(option)}`),
    ...after.filter(({ name }) => valueIn(before, name) === undefined).map((option) => `ADD ${printed(option)}`),
  ];
  return changes.length === 0 ? "" : ` OPTIONS (${changes.join(", ")})`;
}
