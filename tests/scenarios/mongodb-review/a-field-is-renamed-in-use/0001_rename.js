db.orders.updateMany({ total: { $exists: true } }, { $rename: { total: "amount" } });
