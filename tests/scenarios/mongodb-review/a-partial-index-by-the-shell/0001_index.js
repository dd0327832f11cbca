db.orders.createIndex({ at: 1 }, { name: "open_at", partialFilterExpression: { status: "new" } });
