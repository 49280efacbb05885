-- 切換機關: for which agency a session works now besides its person's own standing: one that it manages (R-SCP-2), or one
-- that its acting agency serves (R-USE-3). The row remembers what was chosen; whether it still holds is asked at each request.
alter table session
  add working_agency   agency_code references agency,
  add working_relation text check (working_relation in ('managed', 'served')),
  add check ((working_agency is null) = (working_relation is null));

-- Given, and waiting for a second manager: gives nothing until then.
alter type decision_state add value 'proposed' before 'active';

comment on column session.working_agency is 'personal: which agency somebody manages or serves now';
comment on column session.working_relation is 'personal: by which relation';
