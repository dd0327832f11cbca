db.orders.hideIndex("status_1_at_1");
