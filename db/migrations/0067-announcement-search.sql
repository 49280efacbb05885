-- The text of an announcement as a search compares it, folded once when it is written and not at each search of anybody: five
-- thousand of them took a second, and anybody may search. `foldedColumn` of src/store/search-text.ts says the same.
alter table announcement_version add column folded text not null
  generated always as (translate(lower(normalize(title || ' ' || body, nfkc)), '臺', '台')) stored;

comment on table announcement_version is 'not personal: announcement_id, version, title, body, pinned, must_acknowledge,
  audience_agency, audience_below, audience_standing, publish_at, withdraw_at, withdrawn, recorded, event_id, folded';
