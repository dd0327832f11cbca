import { type Db, type MongoClient } from "mongodb";

export async function up(db: Db, client: MongoClient): Promise<void> {
    await db.collection("totals").drop();
}

export async function down(db: Db, client: MongoClient): Promise<void> {
    await db.createCollection("totals", { validator: { $jsonSchema: { properties: { n: { bsonType: "int" } } } } });
}
