import * as dagre from "@dagrejs/dagre";
import type { Diagram, DiagramEntity, DiagramField, Mark } from "../diagram.ts";
import { html, joinMarkup, type Markup, nothing } from "./markup.ts";

/** What of dagre is used here; its own declarations leave the graph untyped. */
interface Graph {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setDefaultEdgeLabel(label: () => object): void;
  setNode(name: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string): void;
  node(name: string): { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  edge(from: string, to: string): { readonly points: readonly { readonly x: number; readonly y: number }[] };
  graph(): { readonly width?: number; readonly height?: number };
}
interface Dagre {
  readonly Graph: new () => Graph;
  readonly layout: (graph: Graph) => void;
}
const { Graph: DagreGraph, layout }: Dagre = dagre as Dagre;

const line = 18;
const letter = 7.3;
const padding = 10;
const symbols: Readonly<Record<Mark, string>> = { same: "", added: "+", dropped: "−", changed: "~", renamed: "→" };

/** Width of the page's column in pixels: what is wider is scaled down. */
const column = 1100;

/**
 * An entity diagram as SVG, laid out in the direction in which it is shown larger; it shrinks with the page and never runs out of it.
 * Marks are symbols first, colours second. Cost: dagre's, fine up to some hundred entities.
 */
export function renderDiagram(diagram: Diagram, title: string): Markup {
  if (diagram.entities.length === 0) return html`<p class="quiet">${title}: nothing to draw.</p>`;
  const { graph, width, height } = (["LR", "TB"] as const)
    .map((direction) => layOut(diagram, direction))
    .reduce((best, other) => (costOf(other) < costOf(best) ? other : best));
  return html`<svg role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" class="diagram">
<title>${title}</title><desc>${describeMarks(diagram)}</desc>
${joinMarkup(diagram.links.map((link) => renderLink(graph, link)))}${joinMarkup(diagram.entities.map((entity) => renderEntity(graph, entity)))}</svg>`;
}

interface Laid {
  readonly graph: Graph;
  readonly width: number;
  readonly height: number;
}

/** Letters that shrink are worse than a picture that is high. */
function costOf({ width, height }: Laid): number {
  const scale = Math.min(1, column / width);
  return (1 - scale) * 1000 + height * scale * 0.3;
}

function layOut(diagram: Diagram, rankdir: "LR" | "TB"): Laid {
  const graph = new DagreGraph();
  graph.setGraph({ rankdir, nodesep: 20, ranksep: rankdir === "LR" ? 56 : 40, marginx: 1, marginy: 1 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const entity of diagram.entities) graph.setNode(entity.label, sizeOf(entity));
  for (const link of diagram.links) if (link.from !== link.to) graph.setEdge(link.from, link.to);
  layout(graph);
  const points = diagram.links.flatMap((link) => (link.from === link.to ? [] : graph.edge(link.from, link.to).points));
  // Edges may bend outside of what dagre calls the size of the graph.
  const width = Math.max(graph.graph().width ?? 0, ...points.map((point) => point.x));
  const height = Math.max(graph.graph().height ?? 0, ...points.map((point) => point.y));
  return { graph, width: Math.ceil(width) + 2, height: Math.ceil(height) + 2 };
}

function sizeOf(entity: DiagramEntity): { readonly width: number; readonly height: number } {
  const texts = [entity.label, ...entity.fields.map(printField), hiddenNote(entity)];
  const lines = 1 + entity.fields.length + (entity.hidden > 0 ? 1 : 0);
  return { width: Math.ceil(Math.max(...texts.map((text) => text.length)) * letter) + 2 * padding + 14, height: lines * line + padding };
}

function renderEntity(graph: Graph, entity: DiagramEntity): Markup {
  const { x, y, width, height } = graph.node(entity.label);
  const left = x - width / 2;
  const top = y - height / 2;
  const rows = entity.fields.map((field, index) => renderRow(field, left, top + (index + 2) * line));
  const note =
    entity.hidden === 0
      ? nothing
      : html`<text x="${left + padding + 14}" y="${top + (entity.fields.length + 2) * line}" class="quiet">${hiddenNote(entity)}</text>`;
  const mark = entity.mark === "same" ? "" : `${symbols[entity.mark]} `;
  return html`<g class="entity ${entity.mark}"><rect x="${left}" y="${top}" width="${width}" height="${height}" rx="5"/><text x="${left + padding}" y="${top + line}" class="name">${mark}${entity.label}</text>${rows}${note}</g>`;
}

function renderRow(field: DiagramField, left: number, y: number): Markup {
  const text = html`<text x="${left + padding + 14}" y="${y}" class="${field.isKey ? "key" : ""}">${printField(field)}</text>`;
  return html`<g class="field ${field.mark}"><text x="${left + padding}" y="${y}">${symbols[field.mark]}</text>${text}</g>`;
}

function renderLink(graph: Graph, link: Diagram["links"][number]): Markup {
  if (link.from === link.to) return nothing;
  const points = graph.edge(link.from, link.to).points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
  return html`<polyline class="link ${link.mark}" points="${points.join(" ")}"/>`;
}

function printField(field: DiagramField): string {
  return `${field.name} ${field.type}${field.isKey ? " key" : ""}${field.note === "" ? "" : ` (${field.note})`}`;
}

function hiddenNote(entity: DiagramEntity): string {
  return entity.hidden === 0 ? "" : `… ${entity.hidden} more, the same`;
}

/** The marks in words, for those who do not see the picture. */
function describeMarks(diagram: Diagram): string {
  const parts = diagram.entities.flatMap((entity) => {
    const fields = entity.fields.filter((field) => field.mark !== "same").map((field) => `${field.name} ${field.mark}`);
    return entity.mark === "same" && fields.length === 0
      ? []
      : [`${entity.label}${entity.mark === "same" ? "" : ` ${entity.mark}`}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`];
  });
  return parts.join("; ");
}
