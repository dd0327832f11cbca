import { indentBlock, labelled } from "./layout.ts";

interface InitView {
  readonly outcome: "written" | "kept" | "shown";
  readonly path: string;
  readonly text: string;
  readonly found: readonly { readonly what: string; readonly file: string; readonly line: number }[];
  readonly agents: { readonly outcome: "added" | "kept" | "declined" | "shown"; readonly path: string; readonly text: string };
  readonly nextAction: { readonly command: string };
}

export function renderInitText(result: InitView): string {
  const width = Math.max(0, ...result.found.map(({ what }) => what.length));
  const found = result.found.map(({ what, file, line }) => `  ${what.padEnd(width)}  ${file}:${line}`);
  const parts = [
    outcomeOf(result),
    found.length === 0 ? "Nothing was found in this repository." : ["Found", ...found].join("\n"),
    result.outcome === "shown" ? indentBlock(result.text, 2) : "",
    ...agentsOf(result),
    labelled([["Next", result.nextAction.command]]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function outcomeOf({ outcome, path }: InitView): string {
  switch (outcome) {
    case "written":
      return `✓ ${path} is written.`;
    case "kept":
      return `! ${path} is there already and was left alone.`;
    case "shown":
      return `${path} would be written so:`;
  }
}

function agentsOf({ agents }: InitView): readonly string[] {
  switch (agents.outcome) {
    case "added":
      return [`✓ ${agents.path} tells coding agents to call it.`];
    case "kept":
      return [];
    case "declined":
      return [`Coding agents are not told: dblead init --agents adds a section to ${agents.path}.`];
    case "shown":
      return [`${agents.path} would get, once somebody agrees to it (--agents):`, indentBlock(agents.text, 2)];
  }
}
