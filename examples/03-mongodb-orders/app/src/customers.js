import { db } from "./database.js";

export function customerByEmail(email) {
  return db.collection("customers").findOne({ email });
}

export async function register({ _id, name, email, address }) {
  await db.collection("customers").insertOne({ _id, name, email, points: 0, addresses: [address], consent: { newsletter: false, profiling: false }, registeredAt: new Date() });
}

export async function addAddress(customerId, address) {
  await db.collection("customers").updateOne({ _id: customerId }, { $push: { addresses: address } });
}

export function phoneOf(customerId) {
  return db.collection("customers").findOne({ _id: customerId }, { projection: { phone: 1 } });
}
