db.orders.unhideIndex("status_1_at_1");
