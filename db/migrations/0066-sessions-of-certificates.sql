-- By which certificate a session was proved, so that it ends when that certificate, or the authority that issued it, is believed no more.
alter table session
  add column certificate_authority text references certificate_authority,
  -- In hex as it is written in DER.
  add column certificate_serial text check (certificate_serial ~ '^([0-9a-f]{2}){1,64}$'),
  add constraint certificate_is_whole check ((certificate_authority is null) = (certificate_serial is null)),
  add constraint proved_by_certificate check (certificate_serial is null or method in ('personCertificate', 'agencyCertificate')),
  drop constraint session_ended_why_check,
  add constraint session_ended_why_check check (ended_why in
    ('signedOut', 'idle', 'expired', 'disabled', 'rightLost', 'byUser', 'byManager', 'passwordChanged', 'certificateRefused'));
create index session_of_certificate on session (certificate_authority, certificate_serial) where ended_at is null and certificate_serial is not null;
comment on column session.certificate_authority is 'personal: by whose certificate somebody signed in';
comment on column session.certificate_serial is 'personal: the certificate of somebody';

-- What waits to be bound says from now on which authority issued it; what waits now is proved anew.
delete from card_awaiting;
