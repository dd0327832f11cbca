/** One `key =` or `[table]` of a TOML text: its full path and 1-based line. */
interface Place {
  readonly path: readonly string[];
  readonly line: number;
}

/** The 1-based line where `path`, or as much of it as there is, stands in a TOML text; 1 when nothing of it does. */
export function findTomlLine(text: string, path: readonly string[]): number {
  let best: Place | undefined;
  for (const place of listPlaces(text)) {
    const isPrefix = place.path.length <= path.length && place.path.every((part, index) => part === path[index]);
    if (isPrefix && place.path.length > (best?.path.length ?? 0)) best = place;
  }
  return best?.line ?? 1;
}

function listPlaces(text: string): readonly Place[] {
  const places: Place[] = [];
  let table: readonly string[] = [];
  let openQuote: string | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (openQuote !== null) {
      if (line.includes(openQuote)) openQuote = null;
      continue;
    }
    const header = /^\s*\[\[?(.+?)\]\]?\s*(?:#.*)?$/.exec(line);
    const headerPath = header === null ? null : readKey(header[1] ?? "");
    if (headerPath !== null && headerPath.rest.trim() === "") {
      table = headerPath.path;
      places.push({ path: table, line: index + 1 });
      continue;
    }
    const key = readKey(line);
    if (key !== null && key.rest.startsWith("=")) {
      places.push({ path: [...table, ...key.path], line: index + 1 });
      places.push(...listInline(key.rest, [...table, ...key.path], index + 1));
    }
    for (const quote of ['"""', "'''"]) if ((line.split(quote).length - 1) % 2 === 1) openQuote = quote;
  }
  return places;
}

/** Keys of an inline table that stands on one line. */
function listInline(rest: string, above: readonly string[], line: number): readonly Place[] {
  return [...rest.matchAll(/[{,]\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=/g)].map((match) => ({
    path: [...above, unquote(match[1] ?? "")],
    line,
  }));
}

function readKey(text: string): { readonly path: readonly string[]; readonly rest: string } | null {
  const path: string[] = [];
  let rest = text.trimStart();
  for (;;) {
    const part = /^("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*/.exec(rest);
    if (part === null) return null;
    path.push(unquote(part[1] ?? ""));
    rest = rest.slice(part[0].length);
    if (!rest.startsWith(".")) return { path, rest };
    rest = rest.slice(1).trimStart();
  }
}

function unquote(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\") : part;
}
