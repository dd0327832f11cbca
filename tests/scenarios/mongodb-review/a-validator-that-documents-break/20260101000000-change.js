module.exports = {
  async up(db, client) {
    await db.command({
      collMod: "orders",
      validator: { $jsonSchema: { bsonType: "object", required: ["mail", "status", "total"] } },
    });
  },
  async down(db, client) {
    await db.command({
      collMod: "orders",
      validator: { $jsonSchema: { bsonType: "object", required: ["mail", "status"], properties: { mail: { bsonType: "string" }, status: { enum: ["new", "paid", "old"] }, total: { bsonType: "int" }, at: { bsonType: "date" }, items: { bsonType: "array", maxItems: 100 } } } },
    });
  },
};
