const irregular: readonly (readonly [string, string])[] = [
  ["person", "people"],
  ["child", "children"],
  ["man", "men"],
  ["foot", "feet"],
  ["tooth", "teeth"],
  ["mouse", "mice"],
  ["datum", "data"],
  ["medium", "media"],
];
const uncountable =
  /(?:information|equipment|money|news|series|species|sheep|fish|metadata|data|media|people|children|men|feet|teeth|mice)$/i;

/** As the library `inflection` does for usual words; `tableName` says it where it matters. */
export function pluralize(word: string): string {
  if (uncountable.test(word) || (/(?:[^s]s|ies)$/i.test(word) && !/(?:us|is|ss|as|os)$/i.test(word))) return word;
  for (const [one, many] of irregular)
    if (word.toLowerCase().endsWith(one)) return `${word.slice(0, word.length - one.length + 1)}${many.slice(1)}`;
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:ss|sh|ch|x|z|us)$/i.test(word)) return `${word}es`;
  if (/is$/i.test(word)) return `${word.slice(0, -2)}es`;
  if (/(?:[^f]fe|[lr]f)$/i.test(word)) return word.replace(/fe?$/i, "ves");
  return `${word}s`;
}
/** The way back of {@link pluralize}. */
export function singularize(word: string): string {
  for (const [one, many] of irregular)
    if (word.toLowerCase().endsWith(many)) return `${word.slice(0, word.length - many.length + 1)}${one.slice(1)}`;
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/i.test(word)) return word.slice(0, -2);
  return /[^su]s$/i.test(word) ? word.slice(0, -1) : word;
}
