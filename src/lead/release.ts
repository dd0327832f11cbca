import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import type { RunState } from "../model/run-state.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import { type Integration, keepWritten } from "./integrate.ts";
import { demand } from "./kept.ts";
import { finish } from "./steps.ts";
import { loadFolderWithout, writeStages } from "./stage-files.ts";

/**
 * Releases a stage whose gate was confirmed: its migrations go into the project's folder, with ids that follow what stands there now.
 * Runs under the lease of the migration folders.
 */
export async function releaseStep(context: LeadContext, state: RunState, target: string, stage: number): Promise<readonly JournalEvent[]> {
  const integration = state.targets[target]?.integration ?? null;
  const kept = await demand<Integration>(context, integration?.key ?? null);
  const analysis = await demand<Analysis>(context, state.targets[target]?.analysis ?? null);
  const draft = kept.drafts[stage];
  if (draft === undefined || integration === null) throw new LeadError("state-refused", `${target} has no stage ${stage + 1}.`);
  const format = findFormat(analysis.format);
  const standing = new Set(
    integration.stages.filter((one) => one.state === "released").flatMap((one) => one.migrations.map((file) => file.path)),
  );
  const told = new Set(state.restored.files.filter((path) => !standing.has(path)));
  const folder = await loadFolderWithout(context.configuration.root, analysis.migrationsFolder, told);
  const [written] = writeStages(format, folder, [draft], analysis.engine);
  const migrations = await keepWritten(context, written?.files ?? [], folder);
  return [{ kind: "stage-released", target, stage, migrations }, finish("integrate", null, `${target}:released:${stage}`)];
}
