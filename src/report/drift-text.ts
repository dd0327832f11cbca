import { count, labelled, wrap } from "./layout.ts";

interface DriftView {
  readonly target: string;
  readonly engine: string;
  readonly version: string;
  readonly sides: readonly { readonly side: string; readonly from: string; readonly objects: number }[];
  readonly skipped: readonly { readonly side: string; readonly reason: string }[];
  readonly pending: readonly string[] | null;
  readonly unknown: readonly string[];
  readonly pairs: readonly {
    readonly expected: string;
    readonly actual: string;
    readonly facts: readonly { readonly text: string; readonly place: { readonly file: string; readonly line: number } | null }[];
    readonly repairs: readonly { readonly changes: string; readonly like: string; readonly command: string }[];
  }[];
}

const names: Readonly<Record<string, string>> = {
  migrations: "the migrations",
  live: "what is live",
  schema: "the schema file",
  model: "the model",
};
const nameOf = (side: string): string => names[side] ?? side;
const mostFacts = 40;

/** Fact by fact what is not alike, and the command for either direction. */
export function renderDriftText(drift: DriftView): string {
  const head = `${drift.target} (${drift.engine} ${drift.version}) · ${drift.sides.map(({ side, from }) => `${nameOf(side)} (${from})`).join(" · ")}`;
  const pairs = drift.pairs.map(({ expected, actual, facts, repairs }) => {
    const title = `${nameOf(actual)} and ${nameOf(expected)}`;
    if (facts.length === 0) return `✓ ${title} say the same`;
    const shown = facts
      .slice(0, mostFacts)
      .map(({ text, place }) => `    ${wrap(`${place === null ? "" : `${place.file}:${place.line}  `}${text}`, 6)}`);
    const more = facts.length > mostFacts ? [`    … and ${count(facts.length - mostFacts, "more fact")} (--format json shows all)`] : [];
    const ways = repairs.map(({ changes, like, command }) => `    to make ${nameOf(changes)} like ${nameOf(like)}:  ${command}`);
    return [
      `✗ ${title} differ in ${count(facts.length, "fact")}; as ${nameOf(expected)} ${expected === "migrations" ? "have" : "has"} it:`,
      ...shown,
      ...more,
      ...ways,
    ].join("\n");
  });
  const standing = labelled([
    [
      "pending",
      drift.pending === null || drift.pending.length === 0 ? "" : `not run on the live database yet, left out: ${drift.pending.join(", ")}`,
    ],
    ["unknown", drift.unknown.length === 0 ? "" : `recorded there as run, not among the files: ${drift.unknown.join(", ")}`],
    ...drift.skipped.map(({ side, reason }) => [side, `not compared: ${reason}`] as const),
  ]);
  return `${[wrap(head, 2), pairs.join("\n"), standing].filter((part) => part !== "").join("\n\n")}\n`;
}
