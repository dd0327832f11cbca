module.exports = {
  async up(db, client) {
    await db.command({
      collMod: "orders",
      validationLevel: "moderate",
    });
  },
  async down(db, client) {
    await db.command({ collMod: "orders", validationLevel: "strict" });
  },
};
