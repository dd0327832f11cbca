module.exports = {
  async up(db, client) {
    await db.collection("orders").createIndex({ at: 1 });
  },
  async down(db, client) {
    // nothing to undo
  },
};
