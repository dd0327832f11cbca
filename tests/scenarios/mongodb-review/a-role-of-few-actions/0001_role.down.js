db.dropRole("reader");
