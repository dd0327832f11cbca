db.totals_by_status.drop();
