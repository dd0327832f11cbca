/** How values are put into a text: JavaScript's `${}`, Ruby's `#{}`, braces of Python and C#, PHP's and Kotlin's variables. */
export type Hole = "dollar-brace" | "hash-brace" | "brace" | "php" | "kotlin";

export interface Quote {
  readonly open: string;
  readonly close: string;
  readonly escape: "backslash" | "doubled" | "none";
  readonly lines: "one" | "many";
  readonly hole?: Hole;
}
/** What a scanner must know of a language to find its texts. Longer opening marks come first. */
export interface Language {
  readonly quotes: readonly Quote[];
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  readonly heredoc?: "ruby" | "php";
  readonly regexes?: "slashes";
  /** Letters before a quote that change it: f"" and r"" of Python, $"" and @"" of C#. */
  readonly prefixes?: "python" | "csharp";
  /** What stands between two texts that make one. */
  readonly joins: RegExp;
  /** As `joins`, with one simple expression in between. */
  readonly joinsAround?: RegExp;
}

const double: Quote = { open: '"', close: '"', escape: "backslash", lines: "one" };
const single: Quote = { open: "'", close: "'", escape: "backslash", lines: "one" };
const slashComments = { lineComments: ["//"], blockComments: [["/*", "*/"] as const] };
const plus = { joins: /^\s*\+\s*$/, joinsAround: /^\s*\+\s*[\w.$()[\]?!]{1,80}\s*\+\s*$/ };

const javascript: Language = {
  quotes: [{ open: "`", close: "`", escape: "backslash", lines: "many", hole: "dollar-brace" }, double, single],
  ...slashComments,
  ...plus,
  regexes: "slashes",
};
const python: Language = {
  quotes: [
    { ...double, open: '"""', close: '"""', lines: "many" },
    { ...single, open: "'''", close: "'''", lines: "many" },
    double,
    single,
  ],
  lineComments: ["#"],
  blockComments: [],
  prefixes: "python",
  joins: /^\s*(?:\+\s*|\\\s*)?$/,
  joinsAround: plus.joinsAround,
};
const ruby: Language = {
  quotes: [
    { ...double, lines: "many", hole: "hash-brace" },
    { ...single, lines: "many" },
  ],
  lineComments: ["#"],
  blockComments: [["\n=begin", "\n=end"]],
  heredoc: "ruby",
  joins: /^[ \t]*(?:(?:\+|\\)\s*|<<\s*)?$/,
  joinsAround: plus.joinsAround,
};
const go: Language = { quotes: [{ open: "`", close: "`", escape: "none", lines: "many" }, double, single], ...slashComments, ...plus };
const java: Language = { quotes: [{ ...double, open: '"""', close: '"""', lines: "many" }, double, single], ...slashComments, ...plus };
const kotlin: Language = {
  quotes: [{ open: '"""', close: '"""', escape: "none", lines: "many", hole: "kotlin" }, { ...double, hole: "kotlin" }, single],
  ...slashComments,
  ...plus,
};
const php: Language = {
  quotes: [
    { ...double, lines: "many", hole: "php" },
    { ...single, lines: "many" },
  ],
  lineComments: ["//", "#"],
  blockComments: [["/*", "*/"]],
  heredoc: "php",
  joins: /^\s*\.\s*$/,
  joinsAround: /^\s*\.\s*[\w$>()[\]'"-]{1,80}\s*\.\s*$/,
};
const csharp: Language = {
  quotes: [{ open: '"""', close: '"""', escape: "none", lines: "many" }, double, single],
  ...slashComments,
  ...plus,
  prefixes: "csharp",
};

const byExtension: Readonly<Record<string, Language>> = {
  ...Object.fromEntries(["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx"].map((extension) => [extension, javascript])),
  py: python,
  rb: ruby,
  go,
  java,
  kt: kotlin,
  php,
  cs: csharp,
};

/** The language of a path, `sql` for a file of statements, null for anything else. */
export function languageOf(path: string): Language | "sql" | null {
  const extension = /\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return extension === "sql" ? "sql" : (byExtension[extension] ?? null);
}
