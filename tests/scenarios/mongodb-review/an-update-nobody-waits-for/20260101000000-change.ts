import { type Db, type MongoClient } from "mongodb";

export async function up(db: Db, client: MongoClient): Promise<void> {
    db.collection("orders").updateMany({ tier: { $exists: false } }, { $set: { tier: "bronze" } });
}

export async function down(db: Db, client: MongoClient): Promise<void> {
    await db.collection("orders").updateMany({ tier: { $exists: true } }, { $unset: { tier: "" } });
}
