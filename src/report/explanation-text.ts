import { indentBlock, labelled, wrap } from "./layout.ts";

interface ExplanationView {
  readonly kind: string;
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  readonly source: string;
}

export function renderExplanationText(explanation: ExplanationView): string {
  const { bad, good } = explanation.examples;
  const parts = [
    `${explanation.id} · ${explanation.kind.replaceAll("-", " ")}\n${wrap(explanation.what, 0)}`,
    labelled(
      [
        ["Why", explanation.why],
        ["Instead", explanation.instead],
        ...explanation.facts.map(({ name, value }) => [name, value] as const),
        ["Source", explanation.source],
      ],
      15,
    ),
    bad.length === 0 ? "" : `✗ Found in\n${bad.map((text) => indentBlock(text, 4)).join("\n")}`,
    good.length === 0 ? "" : `✓ Not in\n${good.map((text) => indentBlock(text, 4)).join("\n")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
