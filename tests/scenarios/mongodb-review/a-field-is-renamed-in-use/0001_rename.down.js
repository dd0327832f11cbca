db.orders.updateMany({ amount: { $exists: true } }, { $rename: { amount: "total" } });
