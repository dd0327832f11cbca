import { type Db, type MongoClient } from "mongodb";

export async function up(db: Db, client: MongoClient): Promise<void> {
    await db.createCollection("shipments", {
      validator: { $jsonSchema: { bsonType: "object", required: ["order"], properties: { order: { bsonType: "int" } } } },
    });
    await db.collection("shipments").createIndex({ order: 1 }, { unique: true });
}

export async function down(db: Db, client: MongoClient): Promise<void> {
    await db.collection("shipments").drop();
}
