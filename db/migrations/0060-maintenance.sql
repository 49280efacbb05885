-- The one time of maintenance that is announced, or goes on: from `starts` to `ends` nobody is let in.

create table maintenance (
  only_one boolean primary key default true check (only_one),
  starts   timestamptz not null,
  ends     timestamptz not null,
  note     text check (length(note) between 1 and 300 and note !~ '[[:cntrl:]]'),
  note_en  text check (length(note_en) between 1 and 300 and note_en !~ '[[:cntrl:]]'),
  event_id bigint not null references audit_event,
  constraint maintenance_ends check (ends > starts and ends - starts <= interval '7 days'),
  constraint said_in_both_languages check (note_en is null or note is not null)
);
grant select, insert, update, delete on maintenance to ecpa_program;
create trigger note_change after insert or update or delete on maintenance for each statement execute function note_change();
comment on table maintenance is 'not personal: only_one, starts, ends, note, note_en, event_id';
