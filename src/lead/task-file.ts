import { parse as parseToml } from "smol-toml";
import { parse as parseYaml, stringify } from "yaml";
import { LeadError } from "../model/error.ts";
import { foldLabel, type TaskFrontMatter, taskFrontMatter } from "../model/task.ts";

/** What the lead wants to stand in a task file. Everything else in it belongs to people and is kept byte for byte. */
export interface TaskView {
  readonly title: string;
  /** Keys of the front matter that the lead sets, in the order of a new file. */
  readonly front: Readonly<Record<string, string | readonly string[]>>;
  readonly sections: readonly SectionView[];
}
export interface SectionView {
  readonly heading: string;
  /** `filled`: left out while there is nothing to say. */
  readonly when?: "filled";
  /** `block`: the lines belong together (a diagram) and are added as a whole. */
  readonly unit?: "block";
  /** `current`: what the lead wrote there earlier and says no more is taken out; else it stays, as a history does. */
  readonly tells?: "current";
  /** `lines` must stand in the section, in this order; a `check` line is found whatever its mark is. */
  readonly lines: readonly LineView[];
}
export type LineView =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "check"; readonly mark: string; readonly text: string };

export interface TaskText {
  readonly front: TaskFrontMatter;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sections: Readonly<Record<string, readonly string[]>>;
}

interface Parts {
  readonly fence: "---" | "+++";
  readonly front: readonly string[];
  readonly body: readonly string[];
  readonly newline: string;
}

const checkLine = /^(\s*[-*]\s+)\[([^\]]*)\](\s+)(.*)$/u;

/** Reads an MDTM file with YAML or TOML front matter. Throws `record-invalid` naming file and key. */
export function readTaskFile(path: string, text: string): TaskText {
  const parts = splitParts(path, text);
  const fields = readFields(path, parts);
  const front = taskFrontMatter.safeParse(fields);
  if (!front.success) {
    const [issue] = front.error.issues;
    throw new LeadError("record-invalid", `${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`, {
      hint: "Compare it with another task file of the same request.",
    });
  }
  const sections: Record<string, string[]> = {};
  let heading = "";
  for (const line of parts.body) {
    const match = /^##\s+(.+?)\s*$/.exec(line);
    if (match === null) (sections[heading] ??= []).push(line);
    else sections[(heading = match[1] ?? "")] ??= [];
  }
  return { front: front.data, fields, sections };
}

function splitParts(path: string, text: string): Parts {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.replace(/^\u{FEFF}/u, "").split(newline);
  const fence = lines[0]?.trim();
  const end = fence === "---" || fence === "+++" ? lines.findIndex((line, index) => index > 0 && line.trim() === fence) : -1;
  if (end === -1 || (fence !== "---" && fence !== "+++"))
    throw new LeadError("record-invalid", `${path} has no front matter between two lines of --- or +++.`);
  return { fence, front: lines.slice(1, end), body: lines.slice(end + 1), newline };
}

function readFields(path: string, parts: Parts): Readonly<Record<string, unknown>> {
  try {
    const text = parts.front.join("\n");
    const fields: unknown = parts.fence === "---" ? parseYaml(text) : parseToml(text);
    return typeof fields === "object" && fields !== null ? (fields as Readonly<Record<string, unknown>>) : {};
  } catch (cause) {
    throw new LeadError(
      "record-invalid",
      `${path}: its front matter cannot be read: ${cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : ""}`,
    );
  }
}

/** What the lead says in sections that tell the present: `Context\n- orders is used by …`. */
export function currentLines(view: TaskView): readonly string[] {
  return view.sections.flatMap((section) => (section.tells === "current" ? section.lines.map((line) => ownLine(section, line.text)) : []));
}
function ownLine(section: SectionView, text: string): string {
  return `${section.heading}\n${text}`;
}

/**
 * A new file's text, or the existing text with what the lead sets brought up to date and every other byte kept.
 * `written`: the {@link currentLines} that the lead wrote into the existing text.
 */
export function updateTaskFile(path: string, existing: string | null, view: TaskView, written: ReadonlySet<string> = new Set()): string {
  if (existing === null) return newTaskFile(view);
  const parts = splitParts(path, existing);
  const front = updateFront(path, parts, view.front);
  const body = view.sections.reduce<readonly string[]>((lines, section) => updateSection(lines, section, written), parts.body);
  return [parts.fence, ...front, parts.fence, ...body].join(parts.newline);
}

function newTaskFile(view: TaskView): string {
  const front = Object.entries(view.front).map(([key, value]) => printYaml(key, value));
  const sections = view.sections.flatMap((section) =>
    section.lines.length === 0 && section.when === "filled" ? [] : ["", `## ${section.heading}`, ...section.lines.map(printLine)],
  );
  return `${["---", ...front, "---", `# ${view.title}`, ...sections].join("\n")}\n`;
}

function printYaml(key: string, value: string | readonly string[]): string {
  const text =
    typeof value === "string"
      ? stringify(value, { lineWidth: 0 }).trimEnd()
      : `[${value.map((item) => stringify(item, { lineWidth: 0 }).trimEnd()).join(", ")}]`;
  return `${key}: ${text}`;
}
function printToml(key: string, value: string | readonly string[]): string {
  return `${key} = ${typeof value === "string" ? JSON.stringify(value) : `[${value.map((item) => JSON.stringify(item)).join(", ")}]`}`;
}

function updateFront(path: string, parts: Parts, wanted: TaskView["front"]): readonly string[] {
  const fields = readFields(path, parts);
  const print = parts.fence === "---" ? printYaml : printToml;
  return Object.entries(wanted).reduce<readonly string[]>((lines, [key, value]) => {
    if (isSame(fields[key], value)) return lines;
    const start = lines.findIndex((line) => new RegExp(`^${key}\\s*[:=]`).test(line));
    if (start === -1) return [...lines, print(key, value)];
    let end = start + 1;
    while (end < lines.length && /^(?:\s+\S|-\s|\])/.test(lines[end] ?? "")) end += 1;
    return [...lines.slice(0, start), print(key, value), ...lines.slice(end)];
  }, parts.front);
}

function isSame(found: unknown, wanted: string | readonly string[]): boolean {
  if (typeof wanted === "string") {
    if (found instanceof Date) return found.toISOString().startsWith(wanted);
    return found !== undefined && found !== null && foldLabel(String(found)) === foldLabel(wanted);
  }
  const list = Array.isArray(found)
    ? found.map(String)
    : found === undefined || found === null
      ? []
      : String(found)
          .split(",")
          .map((part) => part.trim())
          .filter((part) => part !== "");
  return list.length === wanted.length && list.every((item, index) => item === wanted[index]);
}

function printLine(line: LineView): string {
  return line.kind === "line" ? line.text : `- [${line.mark}] ${line.text}`;
}

function updateSection(lines: readonly string[], section: SectionView, written: ReadonlySet<string>): readonly string[] {
  if (section.lines.length === 0 && section.tells !== "current") return lines;
  const start = lines.findIndex((line) => /^##\s+/.test(line) && line.replace(/^##\s+/, "").trim() === section.heading);
  if (start === -1) {
    if (section.lines.length === 0) return lines;
    const trimmed = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
    return [...trimmed, "", `## ${section.heading}`, ...section.lines.map(printLine), ""];
  }
  const next = lines.findIndex((line, index) => index > start && /^##\s+/.test(line));
  const end = next === -1 ? lines.length : next;
  return [
    ...lines.slice(0, start + 1),
    ...(section.unit === "block" ? ensureBlock : ensureLines)(withoutStale(lines.slice(start + 1, end), section, written), section.lines),
    ...lines.slice(end),
  ];
}

function withoutStale(lines: readonly string[], section: SectionView, written: ReadonlySet<string>): readonly string[] {
  if (section.tells !== "current" || written.size === 0) return lines;
  const wanted = new Set(section.lines.map((line) => line.text));
  return lines.filter((line) => {
    const text = checkLine.exec(line)?.[4]?.trimEnd();
    const isStale = (said: string): boolean => !wanted.has(said) && written.has(ownLine(section, said));
    return !isStale(line) && (text === undefined || !isStale(text));
  });
}

/** Sets the marks of known check lines and adds what is missing after the last line that is not blank. */
function ensureLines(lines: readonly string[], wanted: readonly LineView[]): readonly string[] {
  const result = [...lines];
  const used = new Set<number>();
  for (const line of wanted) {
    const at = result.findIndex((candidate, index) => !used.has(index) && isLine(candidate, line));
    if (at !== -1) {
      used.add(at);
      const match = line.kind === "check" ? checkLine.exec(result[at] ?? "") : null;
      if (match !== null && line.kind === "check" && !isMark(match[2] ?? "", line.mark))
        result[at] = `${match[1] ?? "- "}[${line.mark}]${match[3] ?? " "}${match[4] ?? ""}`;
      continue;
    }
    let end = result.length;
    while (end > 0 && (result[end - 1] ?? "").trim() === "") end -= 1;
    result.splice(end, 0, printLine(line));
    used.add(end);
  }
  return result;
}

function isLine(candidate: string, wanted: LineView): boolean {
  if (wanted.kind === "line") return candidate === wanted.text;
  return checkLine.exec(candidate)?.[4]?.trimEnd() === wanted.text;
}

function ensureBlock(lines: readonly string[], wanted: readonly LineView[]): readonly string[] {
  const block = wanted.map(printLine);
  if (`\n${lines.join("\n")}\n`.includes(`\n${block.join("\n")}\n`)) return lines;
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return [...lines.slice(0, end), ...block, ...lines.slice(end)];
}

/** `[x]`, `[X]` and `[✅]` say the same, as do `[ ]` and `[⏳]`. */
function isMark(found: string, wanted: string): boolean {
  const fold = (mark: string): string => {
    const plain = mark.replaceAll("\u{FE0F}", "").trim().toLowerCase();
    if (plain === "x") return "✅";
    return plain === "" ? "⏳" : plain;
  };
  return fold(found) === fold(wanted);
}
