import { skipQuoted } from "./lexemes.ts";

/** How a `${…}` of a template string is read: as a value, or as a name (in a FROM clause). */
export type Interpolation = "value" | "name";

/** Replaces `:name`, `?`, `%s`, `%(name)s` and `${…}` outside strings and comments by numbered parameters. */
export function numberPlaceholders(text: string, interpolation: Interpolation): string {
  const names = new Map<string, number>();
  let count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  const next = (): string => `$${(count += 1)}`;
  const named = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return `$${known}`;
    const made = next();
    names.set(name, count);
    return made;
  };
  let out = "";
  for (let at = 0; at < text.length; ) {
    const hole = text.startsWith("${", at) ? endOfHole(text, at) : at;
    if (hole > at) {
      out += interpolation === "name" ? holeName : next();
      at = hole;
      continue;
    }
    const end = skipQuoted(text, at);
    if (end > at) {
      out += text.slice(at, end);
      at = end;
      continue;
    }
    const rest = text.slice(at, at + 130);
    const colon = text[at - 1] === ":" ? null : /^:([A-Za-z_]\w*)/.exec(rest);
    const percent = /^%(?:\((\w+)\)s|s\b)/.exec(rest);
    if (colon !== null && !/[\w\])]$/.test(text.slice(0, at).slice(-1))) {
      out += named(colon[1] ?? "");
      at += colon[0].length;
    } else if (percent !== null) {
      out += percent[1] === undefined ? next() : named(percent[1]);
      at += percent[0].length;
    } else if (text[at] === "?" && !/^\?[|&]/.test(rest) && text[at - 1] !== "@") {
      out += next();
      at += 1;
    } else {
      out += text[at];
      at += 1;
    }
  }
  return out;
}

/** Stands for an interpolated name; never reported. */
export const holeName = "dblead_interpolated";

function endOfHole(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return start;
}
