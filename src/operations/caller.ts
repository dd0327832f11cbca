import { userInfo } from "node:os";
import { LeadError } from "../model/error.ts";

/** The name under which somebody acts: what was said, or this user's. Throws `usage-invalid` where there is neither. */
export function callerOf(name: string | undefined): string {
  if (name !== undefined && name.trim() !== "") return name.trim();
  try {
    return userInfo().username;
  } catch (cause) {
    throw new LeadError("usage-invalid", "Who is it? This user has no name.", { hint: "Add --as <name>.", cause });
  }
}
