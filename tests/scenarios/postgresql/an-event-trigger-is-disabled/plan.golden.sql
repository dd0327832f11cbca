-- S1 expand alter-event-trigger: Change event trigger notes
--   warning: weakens-security (event-trigger:notes) What it watched or refused goes unseen.
ALTER EVENT TRIGGER notes DISABLE;
--   back: ALTER EVENT TRIGGER notes ENABLE;

