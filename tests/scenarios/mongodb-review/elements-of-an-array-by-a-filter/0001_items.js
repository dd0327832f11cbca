db.orders.updateMany({ _id: { $gt: 0 }, "items.sku": "x" }, { $set: { "items.$[one].sku": "z" } }, { arrayFilters: [{ "one.sku": "x" }] });
