import { alignRight, pageWidth, printDuration, wrap } from "../../report/layout.ts";
import type { Listener, Progress } from "../../ports/progress.ts";
import type { Terminal } from "./terminal.ts";

const labelWidth = 12;
const tickMs = 1000;
/** Below this a step's own time says nothing. */
const worthTellingMs = 100;

export interface ProgressOutput {
  readonly listener: Listener;
  /** Takes away the line that shows what is under way; call before anything else is printed. */
  readonly finish: () => void;
}

/**
 * Progress on the error stream: a title, then one line for each step that is done. What is under way shows on a line of its own that a terminal
 * overwrites, with the time it has taken and, of numbered pieces, the time that is left by what the ones before took. Elsewhere nothing moves.
 */
export function openProgress(terminal: Terminal): ProgressOutput {
  const line = openLine(terminal);
  const permanent = (text: string): void => {
    line.clear();
    terminal.err(`${text}\n`);
  };
  const listener = (progress: Progress): void => {
    switch (progress.kind) {
      case "title":
        permanent(`${progress.text}\n`);
        return;
      case "step-started":
        line.show(progress.step, "", null);
        return;
      case "step-note":
        line.show(progress.step, progress.text, progress.of === undefined ? null : { done: progress.done ?? 0, of: progress.of });
        return;
      case "step-done":
        permanent(renderDone(progress));
    }
  };
  return { listener, finish: line.clear };
}

interface Place {
  readonly done: number;
  readonly of: number;
}
interface MovingLine {
  readonly show: (step: string, text: string, place: Place | null) => void;
  readonly clear: () => void;
}

function openLine(terminal: Terminal): MovingLine {
  if (terminal.progress !== "moving") return { show: () => undefined, clear: () => undefined };
  let timer: NodeJS.Timeout | null = null;
  const series = new Map<string, { readonly began: number; readonly first: number }>();
  const clear = (): void => {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    terminal.err("\r\u{1B}[2K");
  };
  const show = (step: string, text: string, place: Place | null): void => {
    clear();
    const began = performance.now();
    if (place !== null && !series.has(step)) series.set(step, { began, first: place.done });
    const draw = (): void => {
      const now = performance.now();
      const left = place === null ? null : timeLeft(series.get(step), place, now);
      terminal.err(`\r\u{1B}[2K${renderCurrent({ step, text, place, elapsedMs: now - began, leftMs: left })}`);
    };
    draw();
    timer = setInterval(draw, tickMs);
    timer.unref();
  };
  return { show, clear };
}

/** By what the pieces before this one took; null while none is done. */
function timeLeft(series: { readonly began: number; readonly first: number } | undefined, place: Place, now: number): number | null {
  const done = series === undefined ? 0 : place.done - series.first;
  return series === undefined || done <= 0 ? null : ((now - series.began) / done) * (place.of - place.done + 1);
}

interface Current {
  readonly step: string;
  readonly text: string;
  readonly place: Place | null;
  readonly elapsedMs: number;
  readonly leftMs: number | null;
}

/** One line, never wider than the page. */
export function renderCurrent({ step, text, place, elapsedMs, leftMs }: Current): string {
  const where = place === null ? "" : ` ${place.done}/${place.of}`;
  const seconds = elapsedMs < 2000 ? "" : ` · ${Math.floor(elapsedMs / 1000)} s`;
  const left = leftMs === null ? "" : `, about ${printDuration(Math.ceil(leftMs / 1000) * 1000).replace(/\.0 s$/, " s")} left`;
  const end = `${seconds}${left}`;
  const head = `  ▸ ${`${step}${where}`.padEnd(labelWidth - 2)}${text === "" ? "…" : text}`;
  return head.length + end.length <= pageWidth ? head + end : `${head.slice(0, pageWidth - end.length - 1)}…${end}`;
}

function renderDone(done: Extract<Progress, { readonly kind: "step-done" }>): string {
  const text = `  ${done.step.padEnd(labelWidth)}${wrap(done.text, labelWidth + 2, pageWidth - 10)}`;
  return alignRight(text, done.durationMs < worthTellingMs ? "" : printDuration(done.durationMs));
}
