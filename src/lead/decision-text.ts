import type { Decision } from "../engines/engine.ts";
import { parseName } from "../model/name.ts";
import { locateObject, type Outline, type Schema } from "../model/schema.ts";
import type { Analysis } from "./analysis.ts";
import type { TargetDesign } from "./design.ts";
import { namesOf, objectOf } from "./intent-names.ts";
import { tuneDecisions } from "./tune.ts";

/** A decision record: context, choice, reasons, what was rejected. */
export function printDecision(decision: Decision, number: number): string {
  const rejected = decision.rejected.map(({ alternative, reason }) => `- ${alternative}: ${reason}`);
  const parts = [
    `# ${number}. ${decision.title}`,
    `For intent ${decision.intent}.`,
    `## Context\n${decision.context}`,
    `## Choice\n${decision.choice}`,
    ...(decision.because.length === 0 ? [] : [`## Because\n${decision.because.map((reason) => `- ${reason}`).join("\n")}`]),
    ...(rejected.length === 0 ? [] : [`## Rejected\n${rejected.join("\n")}`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Reasons of the design, then those of what was tuned. */
export function decisionsOf(design: TargetDesign): readonly Decision[] {
  return [...(design.design?.decisions ?? []), ...tuneDecisions(design.tuned)];
}

interface Designed {
  readonly design: TargetDesign;
  readonly analysis: Analysis;
}

/** The schema before and after as Mermaid text, remarks on what is asked for, and what going back relies on. */
export function printOverview(all: readonly Designed[]): { readonly text: string; readonly diagrams: readonly string[] } {
  const parts = all.flatMap(({ design, analysis }) => {
    if (design.design === null) return [];
    const labels = touchedLabels(design, analysis);
    const before = printDiagram(analysis.schema, labels);
    const after = printDiagram(design.desired, labels);
    return [
      {
        target: design.target,
        remarks: design.design.remarks,
        diagrams: before === after ? [] : ["Before:", ...fence(before), "After:", ...fence(after)],
        reliance: tellReliance(design),
      },
    ];
  });
  const text = parts
    .map((part) =>
      [
        `# ${part.target}: the schema before and after`,
        part.diagrams.join("\n"),
        ...(part.remarks.length === 0 ? [] : [`## Remarks\n${part.remarks.map((remark) => `- ${remark}`).join("\n")}`]),
        `## Backup and restore\n${part.reliance}`,
      ].join("\n\n"),
    )
    .join("\n\n");
  return { text: text === "" ? "" : `${text}\n`, diagrams: parts.flatMap((part) => [...part.diagrams, part.reliance]) };
}

function fence(text: string): readonly string[] {
  return ["```mermaid", ...text.split("\n"), "```"];
}

/** What the plan counts on when something goes wrong. */
export function tellReliance(design: TargetDesign): string {
  const steps = design.plan?.steps ?? [];
  const gone = steps.filter(
    (step) => step.reversibility.kind !== "exact" && step.action.kind !== "deploy-gate" && step.action.kind !== "check",
  );
  if (gone.length === 0) return "Every step has an exact way back until the next stage is released; no backup is relied on for it.";
  const list = gone.map(
    (step) =>
      `- ${step.summary}: ${step.reversibility.kind === "none" ? "no way back" : "the way back restores the schema, not the values"}${step.reversibility.loses === "" ? "" : ` (${step.reversibility.loses})`}`,
  );
  return ["These steps rely on a backup taken before them, whose restore was tried:", ...list].join("\n");
}

function touchedLabels(design: TargetDesign, analysis: Analysis): ReadonlySet<string> {
  const names = design.intents.flatMap(namesOf).flatMap((use) => (use.kind === "object" ? [use.name] : [objectOf(use.name)]));
  const labels = [analysis.schema, design.desired].flatMap((schema) =>
    names.flatMap((name) => locateObject(schema, name).map((one) => one.outline.label)),
  );
  return new Set(labels);
}

/** A Mermaid entity diagram of some objects and of what they refer to. */
export function printDiagram(schema: Schema, labels: ReadonlySet<string>): string {
  const outlines = schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline]));
  const shown = outlines.filter((outline) => labels.has(outline.label));
  const lines = shown.flatMap((outline) => [
    `  ${entity(outline.label)} {`,
    ...outline.fields.map((field) => `    ${word(field.type)} ${word(field.name)}${keyMark(outline, field.name)}`),
    "  }",
  ]);
  const relations = shown.flatMap((outline) =>
    outline.references.map(
      (reference) => `  ${entity(reference.object)} ||--o{ ${entity(outline.label)} : "${reference.fields.join(", ")}"`,
    ),
  );
  return ["erDiagram", ...lines, ...relations].join("\n");
}

function keyMark(outline: Outline, field: string): string {
  const marks = [
    outline.keys.some((key) => key.kind === "primary" && key.fields.includes(field)) ? "PK" : null,
    outline.references.some((reference) => reference.fields.includes(field)) ? "FK" : null,
    outline.keys.some((key) => key.kind === "unique" && key.fields.length === 1 && key.fields[0] === field) ? "UK" : null,
  ].filter((mark) => mark !== null);
  return marks.length === 0 ? "" : ` ${marks.join(", ")}`;
}

function entity(label: string): string {
  return parseName(label).map(word).join("_");
}
/** Mermaid takes letters, digits and underscores. */
function word(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_]+/gu, "_").replaceAll(/^_+|_+$/g, "") || "_";
}
