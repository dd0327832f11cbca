import { DatabaseSync } from "node:sqlite";
import type { Intent } from "../../../model/intent.ts";
import { triggerOf, viewOf } from "../definitions.ts";
import { inMakingOrder } from "../memory.ts";
import { renderObject } from "../objects/kinds.ts";
import { quoteName, quoteText } from "../tokens.ts";
import type { DesignState } from "./state.ts";

/** Views and triggers that no longer work go with what they used; each is named. */
export function removeBroken(state: DesignState, intent: Intent): void {
  const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false });
  const broken: string[] = [];
  try {
    for (const object of inMakingOrder(state.schema.objects)) {
      try {
        database.exec(renderObject(object));
        if (object.kind === "view") database.prepare(`SELECT * FROM ${quoteName(viewOf(object).name)}`);
        if (object.kind === "trigger") tryTrigger(database, object);
      } catch {
        if (object.kind === "view") database.exec(`DROP VIEW IF EXISTS ${quoteName(viewOf(object).name)}`);
        if (object.kind === "trigger") database.exec(`DROP TRIGGER IF EXISTS ${quoteName(triggerOf(object).name)}`);
        if (object.kind === "view" || object.kind === "trigger") broken.push(object.id);
      }
    }
  } finally {
    database.close();
  }
  state.removeObjects(broken);
  for (const id of broken) {
    state.origins[id] = intent.id;
    state.remarks.push(`${id.replace(":", " ")} used what ${intent.id} takes away and goes with it.`);
  }
}

/** Compiling the statement that would set a trigger off compiles the trigger. */
function tryTrigger(database: DatabaseSync, object: Parameters<typeof triggerOf>[0]): void {
  const { table, event } = triggerOf(object);
  const name = quoteName(table);
  const columns = database
    .prepare(`SELECT name FROM pragma_table_xinfo(${quoteText(table)}) WHERE hidden = 0`)
    .all()
    .map((row) => quoteName(String(row["name"])));
  const of = /UPDATE OF (.*)$/.exec(event)?.[1]?.split(",")[0]?.trim();
  if (event.includes("DELETE")) database.prepare(`DELETE FROM ${name}`);
  else if (event.includes("INSERT")) database.prepare(`INSERT INTO ${name} DEFAULT VALUES`);
  else database.prepare(`UPDATE ${name} SET ${of ?? columns[0] ?? "rowid"} = NULL`);
}
