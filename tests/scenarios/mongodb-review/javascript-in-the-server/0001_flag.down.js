db.orders.updateMany({ big: true }, { $unset: { big: "" } });
