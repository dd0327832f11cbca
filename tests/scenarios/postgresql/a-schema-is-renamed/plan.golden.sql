-- S1 expand rename-schema: Rename schema app to shop
--   warning: breaks-running-code (app) Code that uses the old name fails.
ALTER SCHEMA app RENAME TO shop;
--   back: ALTER SCHEMA shop RENAME TO app;

-- carries app.notes.id → shop.notes.id: forward id, backward id
-- carries app.notes.person → shop.notes.person: forward person, backward person
-- carries app.people.id → shop.people.id: forward id, backward id
-- carries app.people.mood → shop.people.mood: forward mood, backward mood
