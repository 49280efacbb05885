-- 啟用帳號 also by a code that is mailed to the address of the personnel record (R-ACC-1b). Whoever reads that mailbox proves no
-- more than that: national ID and birth date are asked for as with a slip.
alter table way_in
  drop constraint way_of_its_kind,
  add constraint way_of_its_kind check ((purpose = 'confirmEmail') = (email_change_id is not null)
    and (purpose <> 'confirmEmail' or medium = 'link'));
