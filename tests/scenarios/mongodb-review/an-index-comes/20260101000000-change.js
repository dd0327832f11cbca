module.exports = {
  async up(db, client) {
    await db.collection("orders").createIndex({ mail: 1 });
  },
  async down(db, client) {
    await db.collection("orders").dropIndex("mail_1");
  },
};
