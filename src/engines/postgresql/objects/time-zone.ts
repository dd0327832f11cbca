import type { Hazard } from "../../../model/hazard.ts";
import { hazard } from "./draft.ts";

const isTime = (type: string): boolean => /^(?:timestamp|time|date)\b/.test(type);
const hasZone = (type: string): boolean => type.endsWith("with time zone");

/** A time without a zone becomes an instant, or the other way round: which one is up to the session (documentation of Date/Time Types, Time Zones). */
export function zoneHazards(label: string, before: string, after: string): readonly Hazard[] {
  if (!isTime(before) || !isTime(after) || hasZone(before) === hasZone(after)) return [];
  return [
    hazard(
      "changes-data",
      label,
      "Times are converted in the time zone of the session (TimeZone): whoever writes meanwhile, and the plan itself, must use the one that the stored times mean.",
    ),
  ];
}
