db.orders.updateMany({ $where: "this.total > 5" }, { $set: { big: true } });
