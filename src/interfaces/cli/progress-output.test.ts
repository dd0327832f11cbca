import { expect, test } from "vitest";
import { pageWidth } from "../../report/layout.ts";
import { openProgress, renderCurrent } from "./progress-output.ts";
import type { Terminal } from "./terminal.ts";

function record(progress: Terminal["progress"]): { readonly terminal: Terminal; readonly text: () => string } {
  const parts: string[] = [];
  return { terminal: { out: () => undefined, err: (text) => void parts.push(text), progress }, text: () => parts.join("") };
}

test("where nothing may move, a title and one line for each step that is done", () => {
  const { terminal, text } = record("plain");
  const { listener, finish } = openProgress(terminal);
  listener({ kind: "title", text: "REQ-0001 Tiers" });
  listener({ kind: "step-started", step: "analyse" });
  listener({ kind: "step-note", step: "review", text: "Add tier", done: 1, of: 2 });
  listener({ kind: "step-done", step: "analyse", text: "15 tables", durationMs: 1234 });
  finish();
  const lines = text().split("\n");
  expect(lines.slice(0, 2)).toEqual(["REQ-0001 Tiers", ""]);
  expect(lines[2]).toMatch(/^ {2}analyse {5}15 tables +1\.2 s$/);
  expect(lines.slice(3)).toEqual([""]);
  expect(text()).not.toContain("\u{1B}");
});

test("a terminal sees what is under way, and the line goes before anything else is printed", () => {
  const { terminal, text } = record("moving");
  const { listener, finish } = openProgress(terminal);
  listener({ kind: "step-note", step: "review", text: "Add tier", done: 1, of: 2 });
  expect(text()).toContain("  ▸ review 1/2Add tier");
  finish();
  expect(text().endsWith("\r\u{1B}[2K")).toBe(true);
});

test("the time left follows from the pieces before, and the line stays on the page", () => {
  const line = renderCurrent({ step: "task", text: "x".repeat(200), place: { done: 3, of: 9 }, elapsedMs: 12_300, leftMs: 41_000 });
  expect(line.length).toBeLessThanOrEqual(pageWidth);
  expect(line).toMatch(/^ {2}▸ task 3\/9 .*… · 12 s, about 41 s left$/);
});
