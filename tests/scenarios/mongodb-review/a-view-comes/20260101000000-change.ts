import { type Db, type MongoClient } from "mongodb";

export async function up(db: Db, client: MongoClient): Promise<void> {
    await db.createCollection("paid", { viewOn: "orders", pipeline: [{ $match: { status: "paid" } }] });
}

export async function down(db: Db, client: MongoClient): Promise<void> {
    await db.collection("paid").drop();
}
