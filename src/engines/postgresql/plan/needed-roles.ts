import type { Check } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import { quoteLiteral } from "../quote.ts";

interface Naming {
  readonly grantee?: string;
  readonly owner?: string;
  readonly role?: string | null;
  readonly user?: string;
  readonly roles?: readonly string[];
  readonly privileges?: Readonly<Record<string, unknown>> | readonly string[];
}

/** Roles that an object names; the server's own words and roles are everywhere. */
function rolesOf({ kind, definition }: SchemaObject): readonly string[] {
  const naming = definition as Naming;
  const named = (): readonly (string | null | undefined)[] => {
    switch (kind) {
      case "grant":
        return [naming.grantee];
      case "owner":
        return [naming.owner];
      case "policy":
        return naming.roles ?? [];
      case "user-mapping":
        return [naming.user];
      case "default-privileges":
        return [naming.role, ...Object.keys(naming.privileges ?? {})];
      default:
        return [];
    }
  };
  return named().filter(
    (name): name is string => typeof name === "string" && name !== "PUBLIC" && name !== "OWNER" && !name.startsWith("pg_"),
  );
}

/** Roles belong to the whole server, not to a schema: a plan that names one that the schema before does not asks for it first. */
export function roleChecks(context: PlanContext): readonly Check[] {
  const known = new Set(context.request.from.objects.flatMap(rolesOf));
  const named = context.changes.flatMap((change) =>
    change.kind === "drop" ? [] : rolesOf("object" in change ? change.object : change.to),
  );
  const missing = [...new Set(named)].filter((name) => !known.has(name)).toSorted();
  if (missing.length === 0) return [];
  return [
    {
      id: "roles-exist",
      summary: `The server has the role${missing.length === 1 ? "" : "s"} ${missing.join(", ")}`,
      query: `SELECT needed.role FROM (VALUES ${missing.map((name) => `(${quoteLiteral(name)})`).join(", ")}) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)`,
      expects: "no-rows",
    },
  ];
}
