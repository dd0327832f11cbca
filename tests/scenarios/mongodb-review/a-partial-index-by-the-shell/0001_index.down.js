db.orders.dropIndex("open_at");
