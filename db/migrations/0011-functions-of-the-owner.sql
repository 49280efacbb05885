-- Functions that run as the owner are for the owner's triggers alone. PostgreSQL lets everybody call a new function, and
-- who may call one may hang it on a temporary table of their own: by `keep_account_state` the program could so write
-- into account_state_version what it has no right to, without an event. Triggers that are in place ask for no such right.
revoke execute on function note_change(), demand_event(), keep_account_state(), tell_clients_of_the_end() from public;
