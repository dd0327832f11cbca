import { isMap, isScalar, LineCounter, type Pair, parseDocument } from "yaml";
import { LeadError } from "../model/error.ts";

/** A YAML part of a Markdown file. `line` is the 1-based line of the file at which `text` begins. */
export interface YamlPart {
  readonly text: string;
  readonly line: number;
}
export interface RequirementParts {
  readonly front: YamlPart;
  readonly body: YamlPart;
  readonly sections: Readonly<Record<string, string>>;
}

/** Takes a requirement's Markdown apart. Throws `requirement-invalid` when the front matter or the one fenced yaml block is missing. */
export function splitRequirement(file: string, text: string): RequirementParts {
  const lines = text.replace(/^\u{FEFF}/u, "").split(/\r?\n/);
  if (lines[0]?.trimEnd() !== "---") throw invalid(file, 1, "a requirement starts with front matter between two lines of ---");
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (end === -1) throw invalid(file, 1, "the front matter has no closing line of ---");
  const front: YamlPart = { text: lines.slice(1, end).join("\n"), line: 2 };
  const fences = findFences(lines, end + 1).filter((fence) => /^ya?ml$/i.test(fence.word));
  const [fence, second] = fences;
  if (fence === undefined) throw invalid(file, end + 1, "there is no fenced yaml block with the intents");
  if (second !== undefined)
    throw invalid(file, second.from, `there is a second yaml block; the first begins in line ${fence.from}, and only one is read`);
  if (fence.to === null) throw invalid(file, fence.from, "the yaml block is not closed by ```");
  const body: YamlPart = { text: lines.slice(fence.from, fence.to - 1).join("\n"), line: fence.from + 1 };
  const prose = lines.slice(end + 1).filter((_, index) => index + end + 2 < fence.from || index + end + 2 > (fence.to ?? 0));
  return { front, body, sections: readSections(prose) };
}

interface Fence {
  readonly word: string;
  /** 1-based lines of the opening and the closing fence. */
  readonly from: number;
  readonly to: number | null;
}

function findFences(lines: readonly string[], start: number): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { readonly marker: string; readonly word: string; readonly from: number } | null = null;
  for (let index = start; index < lines.length; index += 1) {
    const match = /^\s{0,3}(`{3,}|~{3,})\s*([^\s`]*)/.exec(lines[index] ?? "");
    if (match === null) continue;
    const marker = match[1] ?? "";
    if (open === null) open = { marker, word: match[2] ?? "", from: index + 1 };
    else if (marker.startsWith(open.marker) && (match[2] ?? "") === "") {
      fences.push({ word: open.word, from: open.from, to: index + 1 });
      open = null;
    }
  }
  return open === null ? fences : [...fences, { word: open.word, from: open.from, to: null }];
}

/** Plain-word parts by heading of level 2 or deeper; text before the first goes under "". */
export function readSections(lines: readonly string[]): Readonly<Record<string, string>> {
  const sections: Record<string, string[]> = {};
  let heading = "";
  for (const line of lines) {
    const match = /^#{2,6}\s+(.+?)\s*#*$/.exec(line);
    if (match === null) (sections[heading] ??= []).push(line);
    else heading = match[1] ?? "";
  }
  const entries = Object.entries(sections).map(([name, content]) => [name, content.join("\n").trim()] as const);
  return Object.fromEntries(entries.filter(([name, content]) => name !== "" || content !== ""));
}

export interface LocatedYaml {
  readonly value: unknown;
  /** 1-based line of the file where a path's key (or its nearest known ancestor) stands. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Parses a part, keeping the lines. Throws `requirement-invalid` with file and line for broken YAML. */
export function readYaml(file: string, part: YamlPart): LocatedYaml {
  const counter = new LineCounter();
  const document = parseDocument(part.text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const [error] = document.errors;
  const lineAt = (offset: number): number => counter.linePos(offset).line + part.line - 1;
  if (error !== undefined)
    throw invalid(file, lineAt(error.pos[0]), `this is not YAML: ${error.message.split("\n")[0]?.replace(/[.:]$/, "") ?? ""}`);
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = offsetOf(document.getIn(path.slice(0, length - 1), true) ?? document.contents, path[length - 1]);
      if (offset !== undefined) return lineAt(offset);
    }
    return part.line;
  };
  return { value: document.toJS() as unknown, lineOf };
}

function offsetOf(parent: unknown, key: PropertyKey | undefined): number | undefined {
  if (isMap(parent)) {
    const pair = (parent.items as readonly Pair[]).find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  }
  if (typeof parent === "object" && parent !== null && "items" in parent && Array.isArray(parent.items)) {
    const item: unknown = parent.items[Number(key)];
    if (typeof item === "object" && item !== null && "range" in item && Array.isArray(item.range)) return Number(item.range[0]);
  }
  return undefined;
}

function invalid(file: string, line: number, message: string): LeadError {
  return new LeadError("requirement-invalid", `${file}:${line}  ${message}.`, { hint: "dblead explain requirement-invalid" });
}
