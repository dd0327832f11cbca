db.orders.updateMany({ _id: { $gt: 0 }, "items.sku": "z" }, { $set: { "items.$[one].sku": "x" } }, { arrayFilters: [{ "one.sku": "z" }] });
