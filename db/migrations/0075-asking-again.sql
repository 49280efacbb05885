-- Responders are asked again about the certificates by which somebody is signed in (features/certificates/ask-again.ts), some at a time:
-- where the next time goes on, and since when a responder fails, for whoever runs the program. Who is signed in by which certificate is
-- found by session_of_certificate (0066).
alter table certificate_answer_try
  -- The serial number that was asked about last; null: the next time begins from the first.
  add column asked_until text check (asked_until ~ '^([0-9a-f]{2}){1,64}$'),
  add column failed_since timestamptz,
  add constraint failing_has_fault check (fault is not null or failed_since is null);
comment on table certificate_answer_try is 'not personal: authority, tried_at, succeeded_at, fault, failed_since';
comment on column certificate_answer_try.asked_until is 'personal: the certificate of somebody';
