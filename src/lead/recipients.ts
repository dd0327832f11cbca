import type { Role } from "../model/role.ts";

export type { Role };
export const directors: readonly Role[] = ["technical-architect", "project-manager"];
