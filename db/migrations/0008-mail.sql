-- The mail outbox. A letter is written in the transaction of the act that it tells of, with the job that will send it.

create table mail (
  id         uuid primary key default gen_random_uuid(),
  recipient  text not null check (length(recipient) between 3 and 254),
  subject    text not null check (length(subject) between 1 and 200),
  body_text  text not null check (length(body_text) <= 20000),
  body_html  text not null check (length(body_html) <= 100000),
  written_at timestamptz not null default now(),
  sent_at    timestamptz,
  -- The server's last words when it would not take it; the job tries again with growing pauses.
  failure    text check (length(failure) <= 1000)
);
create index mail_unsent on mail (written_at) where sent_at is null;
grant select, insert, update, delete on mail to ecpa_program;

comment on table mail is 'not personal: id, written_at, sent_at';
comment on column mail.recipient is 'personal: the mail address of somebody';
comment on column mail.subject is 'personal: what somebody is told';
comment on column mail.body_text is 'personal: what somebody is told';
comment on column mail.body_html is 'personal: what somebody is told';
comment on column mail.failure is 'personal: the mail server''s words, which may quote the address';
