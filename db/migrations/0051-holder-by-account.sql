-- Whoever holds the card of an agency may say so again by their own account, when an application asks (2.9): from then on they are
-- the holder, also where somebody else was named before.
grant update (person_id, verified_by, named_at, event_id) on session_holder to ecpa_program;
