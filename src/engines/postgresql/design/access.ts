import type { IntentBody } from "../../../model/intent.ts";
import { LeadError } from "../../../model/error.ts";
import { type DataRule, rowsKey } from "../../engine.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { scalarSql } from "./literal.ts";
import type { Piece } from "./piece.ts";
import { type DesignState, findField, findTable, labelOfKnown, sqlOfKnown } from "./state.ts";

/** Rows are no part of a schema: they become a rule that the plan turns into a step. */
export function seedData(state: DesignState, id: string, body: IntentBody<"seed-data">): Piece {
  const table = findTable(state, body.object, id);
  const names = [...new Set(body.rows.flatMap((row) => Object.keys(row)))].map(
    (name) => findField(state, `${labelOfKnown(table)}.${name}`, id).name,
  );
  const keys = body.key.map(quoteName).join(", ");
  const rows = body.rows.map((row) => `(${names.map((name) => (row[name] === undefined ? "DEFAULT" : scalarSql(row[name]))).join(", ")})`);
  const insert = `INSERT INTO ${sqlOfKnown(table)} (${names.map(quoteName).join(", ")}) VALUES\n  ${rows.join(",\n  ")}\nON CONFLICT (${keys}) DO NOTHING`;
  const values = body.rows.map((row) => `(${body.key.map((name) => scalarSql(row[name] ?? null)).join(", ")})`);
  const remove = `DELETE FROM ${sqlOfKnown(table)} WHERE (${keys}) IN (${values.join(", ")})`;
  const rule: DataRule = {
    kind: "rows",
    intent: id,
    object: labelOfKnown(table),
    from: body.key,
    to: names,
    forward: { [rowsKey]: insert },
    backward: { [rowsKey]: remove },
  };
  return { statements: [], rules: [rule], ids: [`table:${labelOfKnown(table)}`] };
}

/** Privileges of a role on an object. What is asked in words only is reported. */
export function secure(state: DesignState, id: string, body: IntentBody<"secure">): Piece {
  if (body.role === undefined || body.privileges === undefined || body.object === undefined) {
    return { statements: [], remarks: [`Intent ${id}: "${body.text}" names no role, privileges and object; nothing was changed for it.`] };
  }
  const table = findTable(state, body.object, id);
  const allowed = /^(select|insert|update|delete|references|trigger|truncate)(\s*\(.*\))?$/i;
  const isolates = body.privileges.filter((privilege) => /^row[- ]level[- ]security$/i.test(privilege));
  const wrong = body.privileges.filter((privilege) => !allowed.test(privilege) && !isolates.includes(privilege));
  if (wrong.length > 0)
    throw new LeadError("requirement-invalid", `Intent ${id}: ${wrong.join(", ")} is no privilege on ${labelOfKnown(table)}.`);
  const plain = body.privileges.filter((privilege) => !isolates.includes(privilege));
  const role = quoteName(body.role);
  // Roles belong to the server, not to the database: the shadow gets one that may do nothing else.
  const makeRole = `DO $role$\nBEGIN\n  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(body.role)}) THEN\n    CREATE ROLE ${role} NOLOGIN;\n  END IF;\nEND\n$role$`;
  return {
    statements: [
      makeRole,
      ...(plain.length === 0
        ? []
        : [
            `GRANT ${plain.map((privilege) => privilege.toUpperCase().replace(/\(.*\)/, (list) => list.toLowerCase())).join(", ")} ON ${sqlOfKnown(table)} TO ${role}`,
          ]),
      ...(isolates.length === 0 ? [] : [`ALTER TABLE ${sqlOfKnown(table)} ENABLE ROW LEVEL SECURITY`]),
    ],
    ids: [`grant:table:${labelOfKnown(table)}/${body.role}`, ...(isolates.length === 0 ? [] : [`table:${labelOfKnown(table)}`])],
    remarks:
      isolates.length === 0
        ? []
        : [`Row level security of ${labelOfKnown(table)} hides every row from all but its owner until a policy allows some.`],
  };
}
