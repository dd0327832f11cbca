export const up = async (db, client) => {
    await db.collection("orders").createIndex({ mail: 1 }, { unique: true });
};

export const down = async (db, client) => {
    await db.collection("orders").dropIndex("mail_1");
};
