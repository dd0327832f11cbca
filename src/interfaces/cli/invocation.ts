import { openLead } from "../../database-lead.ts";
import { LeadError } from "../../model/error.ts";
import { type NextAction, nextActionKinds } from "../../operations/next-action.ts";
import type { Verb } from "../../operations/verb.ts";
import { renderError, renderStack, reportError } from "./error-output.ts";
import { openProgress } from "./progress-output.ts";
import { openQuestion } from "./question.ts";
import type { Process, Terminal } from "./terminal.ts";

export interface Invocation {
  readonly verb: Verb;
  readonly input: Readonly<Record<string, unknown>>;
  readonly format: string;
  readonly waiting: "success" | "failure";
}

/** Exit code when a person has to decide and the caller asked for that to be a failure. */
const waitsExitCode = 5;

/** Runs a verb and shows its result. Never throws; the exit code says how it went. */
export async function carryOut(invocation: Invocation, terminal: Terminal, process: Process): Promise<number> {
  const { verb, format } = invocation;
  const progress = openProgress(terminal);
  try {
    const operation = await verb.load();
    const confirm = format === "text" ? openQuestion(terminal, process, progress.finish) : null;
    await using lead = await openLead({
      folder: process.cwd(),
      env: process.env,
      listener: progress.listener,
      ...(confirm === null ? {} : { confirm }),
    });
    const result: unknown = await operation.run({ ...invocation.input }, lead);
    progress.finish();
    const view = format === "json" ? null : operation.views[format as "text"];
    terminal.out(
      view === null ? `${JSON.stringify(result, null, 2)}\n` : await view(result, { release: lead.release, input: invocation.input }),
    );
    return exitCodeOf(result, operation.isRefused?.(result) === true ? "refused" : "carried-out", invocation.waiting);
  } catch (error) {
    progress.finish();
    return fail(error, format, terminal, process);
  }
}

/** Shows an error: for people on the error stream, for programs also as a value where the result would have been. */
export function fail(error: unknown, format: string, terminal: Terminal, process: Process): number {
  const report = reportError(error);
  if (format === "json") terminal.out(`${JSON.stringify({ error: report }, null, 2)}\n`);
  terminal.err(renderError(report));
  if (process.env["DBLEAD_DEBUG"] === "1") terminal.err(renderStack(error));
  return report.exitCode;
}

function exitCodeOf(result: unknown, end: "refused" | "carried-out", waiting: Invocation["waiting"]): number {
  if (end === "refused") return 1;
  const next = nextActionOf(result);
  return waiting === "failure" && next !== null && nextActionKinds[next.kind].waitsFor === "person" ? waitsExitCode : 0;
}

function nextActionOf(result: unknown): NextAction | null {
  if (typeof result !== "object" || result === null || !("nextAction" in result)) return null;
  return result.nextAction as NextAction;
}

/** An interrupt stops at once: children and folders of shadows go with this process, the journal goes on from its last entry. */
export function stopOnInterrupt(terminal: Terminal, process: Process): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      terminal.err(
        `\n${renderError(reportError(new LeadError("interrupted", "Stopped; nothing is half-written.", { hint: "Run the same command again to go on." })))}`,
      );
      process.exit(130);
    });
  }
}
