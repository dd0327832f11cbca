import { db } from "./database.js";

export async function seen(sessionId) {
  await db.collection("sessions").updateOne({ _id: sessionId }, { $set: { lastSeenAt: new Date() } });
}
