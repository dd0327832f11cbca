export const roles = ["technical-architect", "project-manager", "backend-lead", "devops-lead", "qa-lead", "security-lead"] as const;
export type Role = (typeof roles)[number];
/** Who may hand in a requirement. */
export const requesters: readonly Role[] = ["technical-architect", "project-manager", "backend-lead"];
