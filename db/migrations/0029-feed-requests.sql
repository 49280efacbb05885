-- What programs call the requests by which they bring feeds (Idempotency-Key): a request that is sent again, because its answer
-- was lost, is answered as before and brings nothing twice.
create table feed_request (
  client_id text not null,
  key       text not null check (length(key) between 1 and 200),
  -- Null while the file comes.
  feed_id   bigint references feed on delete cascade,
  begun_at  timestamptz not null default now(),
  primary key (client_id, key)
);
-- Not audited: that the feed came is an event.
grant select, insert, update, delete on feed_request to ecpa_program;

comment on table feed_request is 'not personal: client_id, key, feed_id, begun_at';
