import { type TaskPriority, taskStatuses, type TaskStatus } from "../model/task.ts";
import { count, labelled, printNumber, wrap } from "./layout.ts";

interface TaskLine {
  readonly id: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly worker: string | null;
  readonly takenBy: string | null;
  readonly readiness: string;
  readonly dependsOn: readonly string[];
  readonly findings: readonly string[];
}
interface RequestLine {
  readonly requirement: string;
  readonly title: string;
  readonly standing: string;
  readonly reason: string;
  readonly tasks: { readonly done: number; readonly of: number };
}
interface StatusView {
  readonly requests: readonly RequestLine[];
  readonly target: {
    readonly target: string;
    readonly server: string;
    readonly objects: number;
    readonly rowsEstimated: number | null;
  } | null;
  readonly nextAction: { readonly command: string };
}

export function renderTasksText(tasks: readonly TaskLine[]): string {
  if (tasks.length === 0) return "There are no such tasks.\n";
  const lines = tasks.flatMap((task) => {
    const who = task.takenBy ?? task.worker ?? "";
    const waits = task.readiness === "waiting" ? ` · waits for ${task.dependsOn.join(", ")}` : "";
    const head = `${task.id}  ${taskStatuses[task.status].padEnd(16)}${wrap(`${task.title}${who === "" ? "" : ` · ${who}`}${waits}`, 30)}`;
    return [head, ...task.findings.map((finding) => `    ✗ ${wrap(finding, 6)}`)];
  });
  return `${lines.join("\n")}\n`;
}

export function renderStatusText(result: StatusView): string {
  const target =
    result.target === null
      ? ""
      : `✓ ${result.target.target}: ${result.target.server}, ${count(result.target.objects, "object")}${result.target.rowsEstimated === null ? "" : `, about ${printNumber(result.target.rowsEstimated)} rows`}`;
  const requests = result.requests.map(
    (one) =>
      `${one.requirement}  ${one.standing.padEnd(20)}${wrap(`${one.title} · ${one.tasks.done}/${one.tasks.of} tasks · ${one.reason}`, 30)}`,
  );
  const parts = [
    target,
    requests.length === 0 ? "There is no request yet." : requests.join("\n"),
    labelled([["Next", result.nextAction.command]]),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

export function renderJournalText(
  events: readonly { readonly sequence: number; readonly at: string; readonly event: Readonly<Record<string, unknown>> }[],
): string {
  const lines = events.map(
    ({ sequence, at, event }) => `${String(sequence).padStart(4)}  ${at.replace("T", " ").slice(0, 19)}  ${wrap(describeEvent(event), 27)}`,
  );
  return `${lines.join("\n")}\n`;
}

/** The kind, then every member that is a short text or a number. */
function describeEvent(event: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(event)
    .filter(
      ([name, value]) =>
        name !== "kind" && name !== "key" && (typeof value === "number" || (typeof value === "string" && value.length <= 80)),
    )
    .map(([name, value]) => `${name} ${String(value)}`);
  return [String(event["kind"]), ...members].join(" · ");
}
