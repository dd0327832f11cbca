import { alignRight, pageWidth, printDuration, wrap } from "../../report/layout.ts";
import type { Listener, Progress } from "../../ports/progress.ts";
import type { Terminal } from "./terminal.ts";

const labelWidth = 12;

export interface ProgressOutput {
  readonly listener: Listener;
  /** Takes away the line that shows what is under way; call before anything else is printed. */
  readonly finish: () => void;
}

/**
 * Progress on the error stream: one line for each step that is done; what is under way shows on a line of its own that a terminal overwrites.
 * Elsewhere only numbered notes are printed, each once, and nothing moves.
 */
export function openProgress(terminal: Terminal): ProgressOutput {
  let shown = "";
  let last = "";
  const transient = (text: string): void => {
    if (terminal.progress !== "moving") return;
    terminal.err(`\r\u{1B}[2K${text.slice(0, pageWidth)}`);
    shown = text;
  };
  const finish = (): void => {
    if (shown !== "") terminal.err("\r\u{1B}[2K");
    shown = "";
  };
  const permanent = (text: string): void => {
    finish();
    terminal.err(`${text}\n`);
  };
  const listener = (progress: Progress): void => {
    switch (progress.kind) {
      case "step-started":
        transient(`  ${progress.step.padEnd(labelWidth)}…`);
        return;
      case "step-note": {
        const line = renderNote(progress);
        if (progress.of === undefined) transient(line);
        else if (line !== last) permanent(line);
        last = line;
        return;
      }
      case "step-done":
        permanent(renderDone(progress));
    }
  };
  return { listener, finish };
}

function renderNote(note: Extract<Progress, { readonly kind: "step-note" }>): string {
  const where = note.of === undefined ? "" : ` ${note.done ?? 0}/${note.of}`;
  return `  ▸ ${`${note.step}${where}`.padEnd(labelWidth - 2)}${wrap(note.text, labelWidth + 2)}`;
}

function renderDone(done: Extract<Progress, { readonly kind: "step-done" }>): string {
  const text = `  ${done.step.padEnd(labelWidth)}${wrap(done.text, labelWidth + 2, pageWidth - 10)}`;
  return alignRight(text, done.durationMs < 100 ? "" : printDuration(done.durationMs));
}
