module.exports = {
  async up(db, client) {
    await db.admin().command({ setParameter: 1, ttlMonitorEnabled: false });
  },
  async down(db, client) {
    await db.admin().command({ setParameter: 1, ttlMonitorEnabled: true });
  },
};
