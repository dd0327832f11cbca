import fc from "fast-check";
import { expect, test } from "vitest";
import { foldLabel, readLabel, taskPriorities, taskStatuses } from "../model/task.ts";
import { currentLines, readTaskFile, type TaskView, updateTaskFile } from "./task-file.ts";

const view: TaskView = {
  title: "Add public.customers.tier",
  front: {
    id: "REQ-0001-001",
    title: "Add public.customers.tier",
    status: taskStatuses["to-do"],
    type: "🌟 Feature",
    priority: taskPriorities.medium,
    depends_on: [],
    tags: ["change"],
    engine_version: "18",
  },
  sections: [
    { heading: "Acceptance Criteria", lines: [{ kind: "check", mark: " ", text: "tier exists" }] },
    { heading: "Log", lines: [{ kind: "line", text: "- 2026-01-01 created" }] },
  ],
};
const done: TaskView = {
  ...view,
  front: { ...view.front, status: taskStatuses.done },
  sections: [
    { heading: "Acceptance Criteria", lines: [{ kind: "check", mark: "x", text: "tier exists" }] },
    {
      heading: "Log",
      lines: [
        { kind: "line", text: "- 2026-01-01 created" },
        { kind: "line", text: "- 2026-01-02 accepted" },
      ],
    },
  ],
};

test("a file is written, read and brought up to date", () => {
  const text = updateTaskFile("t.md", null, view);
  expect(readTaskFile("t.md", text).front).toMatchObject({ id: "REQ-0001-001", status: "to-do", priority: "medium", engine_version: "18" });
  expect(updateTaskFile("t.md", text, view)).toBe(text);
  const later = updateTaskFile("t.md", text, done);
  expect(later).toContain("status: 🟢 Done");
  expect(later).toContain("- [x] tier exists");
  expect(later.indexOf("2026-01-01 created")).toBeLessThan(later.indexOf("2026-01-02 accepted"));
  expect(updateTaskFile("t.md", later, done)).toBe(later);
});

test("what people wrote is kept byte for byte", () => {
  const text = updateTaskFile("t.md", null, view);
  const edited = text
    .replace("depends_on: []", "depends_on:   []  # none\nsprint: 12")
    .replace("## Log", "My own note,  with two  spaces.\n\n## Log")
    .replace("- 2026-01-01 created", "- 2026-01-01 created\n- I looked at it");
  const later = updateTaskFile("t.md", edited, done);
  for (const kept of ["depends_on:   []  # none\nsprint: 12\n", "My own note,  with two  spaces.\n\n## Log", "- I looked at it\n"])
    expect(later).toContain(kept);
  expect(later).toContain("- I looked at it\n- 2026-01-02 accepted");
});

test("TOML front matter and Windows line ends are kept", () => {
  const text = [
    "+++",
    'id = "T-1"',
    'title = "x"',
    'status = "⚪ Blocked"',
    'type = "🗺 Epic/Overview"',
    'priority = "▶ Medium"',
    "+++",
    "# x",
    "",
    "## Log",
    "- old",
    "",
  ].join("\r\n");
  expect(readTaskFile("t.md", text).front).toMatchObject({ status: "blocked", type: "epic", priority: "medium" });
  const later = updateTaskFile("t.md", text, { title: "x", front: { status: taskStatuses.done }, sections: [] });
  expect(later).toBe(text.replace("⚪ Blocked", "🟢 Done"));
});

test("labels are the same with and without the variation selector", () => {
  for (const label of [...Object.values(taskStatuses), ...Object.values(taskPriorities)])
    expect(foldLabel(label)).toBe(foldLabel(label.replaceAll("\u{FE0F}", "")));
  expect(readLabel(taskPriorities, "▶ Medium")).toBe("medium");
  expect(readLabel(taskStatuses, "Done")).toBe("done");
  expect(readLabel(taskStatuses, "Almost")).toBeUndefined();
});

test("updating twice is updating once, whatever people added", () => {
  const note = fc.string({ maxLength: 40 }).filter((text) => !/[\r\n]/.test(text) && !/^\s*(?:##|---)/.test(text));
  fc.assert(
    fc.property(note, note, (one, other) => {
      const text = updateTaskFile("t.md", null, view).replace("## Log\n", () => `${one}\n## Log\n${other}\n`);
      const later = updateTaskFile("t.md", text, done);
      expect(updateTaskFile("t.md", later, done)).toBe(later);
      expect(later).toContain(`${one}\n## Log\n${other}`);
    }),
  );
});

test("what the lead said of the present and says no more is taken out, what people wrote beside it stays", () => {
  const section = (lines: readonly string[]): TaskView => ({
    ...view,
    sections: [{ heading: "Context", tells: "current", lines: lines.map((text) => ({ kind: "line", text })) }],
  });
  const before = section(["- used by a.js:1", "- used by b.js:2"]);
  const edited = updateTaskFile("t.md", null, before).replace("- used by b.js:2", "- used by b.js:2\n- I looked at it");
  const after = updateTaskFile("t.md", edited, section(["- used by b.js:2"]), new Set(currentLines(before)));
  expect(after).toContain("- used by b.js:2\n- I looked at it");
  expect(after).not.toContain("a.js");
});
