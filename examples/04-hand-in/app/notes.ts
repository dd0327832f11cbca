import type { DatabaseSync } from "node:sqlite";

export const titlesOf = (database: DatabaseSync) => database.prepare("SELECT id, title FROM notes ORDER BY id").all();
