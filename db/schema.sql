-- Generated from a migrated database by test/write-generated.ts; do not edit. This is the whole as the migrations leave it,
-- to be read: the migrations make it. The job queue's own schema (graphile_worker) is not part of it.

create extension btree_gist;

create domain agency_code as text collate "C" CHECK ((VALUE ~ '^[0-9A-Za-z]{10}$'::text));
create domain application_code as text collate "C" CHECK ((VALUE ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$'::text));
create domain category_code as text collate "C" CHECK ((VALUE ~ '^[a-z0-9][a-z0-9-]{0,31}$'::text));
create domain group_code as text collate "C" CHECK ((VALUE ~ '^[a-z0-9][a-z0-9-]{0,63}$'::text));
create type account_state as enum ('pending', 'active', 'disabled');
create type decision_state as enum ('proposed', 'active', 'suspended', 'ended');
create type duty_request_state as enum ('draft', 'sent', 'agreed', 'declined', 'returned', 'decided', 'withdrawn');
create type feed_kind as enum ('snapshot', 'delta', 'undo', 'restructuring');
create type feed_state as enum ('receiving', 'received', 'ready', 'held', 'applied', 'refused', 'rejected', 'interrupted');
create type post_kind as enum ('appointment', 'concurrent');
create type restructuring_state as enum ('draft', 'sent', 'approved', 'withdrawn', 'undone');
create type reviewed_kind as enum ('delegation', 'duty', 'grant', 'membership');
create type rights_source as enum ('day', 'agency', 'application', 'category', 'post', 'membership', 'duty', 'grant');
create type sign_in_method as enum ('password', 'passkey', 'personCertificate', 'agencyCertificate');
create type standing as enum ('employee', 'hr', 'hrSupervisor');

create table account (
  person_id bigint not null,
  state account_state not null default 'pending'::account_state,
  name text collate "C",
  password_hash text,
  password_changed_at timestamp with time zone,
  email text,
  email_confirmed_at timestamp with time zone,
  language text,
  last_sign_in_at timestamp with time zone,
  password_barred_at timestamp with time zone,
  password_barred boolean not null generated always as (((password_barred_at IS NOT NULL) AND ((password_changed_at IS NULL) OR (password_changed_at <= password_barred_at)))) stored,
  display_size text not null default 'normal'::text,
  idle_warned_at timestamp with time zone,
  constraint account_pkey PRIMARY KEY (person_id),
  constraint account_name_key UNIQUE (name),
  constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint account_check CHECK (((state = 'pending'::account_state) = (name IS NULL))),
  constraint account_check1 CHECK (((name IS NOT NULL) OR (password_hash IS NULL))),
  constraint account_display_size_check CHECK ((display_size = ANY (ARRAY['normal'::text, 'large'::text, 'largest'::text]))),
  constraint account_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
  constraint account_language_check CHECK ((language = ANY (ARRAY['zh-TW'::text, 'en'::text]))),
  constraint account_name_check CHECK ((name ~ '^[a-z][a-z0-9._-]{2,63}$'::text)),
  constraint password_to_bar CHECK (((password_barred_at IS NULL) OR (password_hash IS NOT NULL)))
);
CREATE INDEX account_not_active ON account USING btree (state, person_id) WHERE (state <> 'active'::account_state);
CREATE CONSTRAINT TRIGGER close_outlived_ways AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.password_changed_at IS DISTINCT FROM old.password_changed_at) OR (new.password_barred_at IS DISTINCT FROM old.password_barred_at) OR (new.email IS DISTINCT FROM old.email) OR (new.state <> old.state))) EXECUTE FUNCTION close_outlived_ways();
CREATE TRIGGER drop_outlived_waits AFTER UPDATE ON account FOR EACH ROW WHEN (((new.password_changed_at IS DISTINCT FROM old.password_changed_at) OR (new.password_barred_at IS DISTINCT FROM old.password_barred_at) OR (new.state <> old.state))) EXECUTE FUNCTION drop_outlived_waits();
CREATE TRIGGER end_sessions_of_account AFTER UPDATE OF state ON account FOR EACH ROW WHEN (((old.state = 'active'::account_state) AND (new.state <> 'active'::account_state))) EXECUTE FUNCTION end_sessions_of_account();
CREATE TRIGGER end_sessions_of_holder AFTER UPDATE ON account FOR EACH ROW WHEN ((((old.state = 'active'::account_state) AND (new.state <> 'active'::account_state)) OR (new.password_changed_at IS DISTINCT FROM old.password_changed_at) OR ((new.password_barred_at IS NOT NULL) AND (new.password_barred_at IS DISTINCT FROM old.password_barred_at)))) EXECUTE FUNCTION end_sessions_of_holder();
CREATE TRIGGER keep_account_state_changed AFTER UPDATE ON account REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_account_state();
CREATE TRIGGER keep_account_state_new AFTER INSERT ON account REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_account_state();
CREATE TRIGGER keep_password_before AFTER UPDATE OF password_hash ON account FOR EACH ROW WHEN (((old.password_hash IS NOT NULL) AND (new.password_changed_at IS DISTINCT FROM old.password_changed_at))) EXECUTE FUNCTION keep_password_before();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON account FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on account to ecpa_program;
grant select on account to ecpa_program;
grant update on account to ecpa_program;
comment on column account.state is 'personal: whether somebody may sign in';
comment on column account.name is 'personal: 自訂帳號';
comment on column account.password_hash is 'personal: the password, as an argon2id hash';
comment on column account.password_changed_at is 'personal: when it was chosen';
comment on column account.email is 'personal: the mail address that somebody gave';
comment on column account.email_confirmed_at is 'personal: when it was confirmed';
comment on column account.language is 'personal: the language that somebody reads';
comment on column account.last_sign_in_at is 'personal: when somebody was last here';
comment on column account.password_barred_at is 'personal: when somebody said that a sign-in was not theirs';
comment on column account.password_barred is 'personal: whether the password lets nobody in';
comment on column account.display_size is 'personal: how large somebody has pages written';
comment on column account.idle_warned_at is 'personal: when somebody was told that they were not here for long';

create table account_state_version (
  person_id bigint not null,
  state account_state not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint,
  constraint account_state_version_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id)
);
CREATE UNIQUE INDEX account_state_version_current ON account_state_version USING btree (person_id) WHERE upper_inf(recorded);
CREATE INDEX account_state_version_past ON account_state_version USING btree (person_id) WHERE (NOT upper_inf(recorded));
grant select on account_state_version to ecpa_program;
comment on table account_state_version is 'not personal: recorded, event_id';
comment on column account_state_version.state is 'personal: whether somebody could sign in then';

create table agency (
  code agency_code not null,
  constraint agency_pkey PRIMARY KEY (code)
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON agency FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on agency to ecpa_program;
grant select on agency to ecpa_program;
comment on table agency is 'not personal: code';

create table agency_version (
  id bigint not null generated always as identity,
  agency_code agency_code not null,
  name text not null,
  name_en text,
  superior_code agency_code,
  superior_missing text,
  level smallint,
  zip text,
  address text,
  phone text,
  fax text,
  organisation_oid text,
  successor_code agency_code,
  valid daterange not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint agency_version_pkey PRIMARY KEY (id),
  constraint agency_version_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint agency_version_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint agency_version_successor_code_fkey FOREIGN KEY (successor_code) REFERENCES agency(code),
  constraint agency_version_superior_code_fkey FOREIGN KEY (superior_code) REFERENCES agency(code),
  constraint agency_version_check CHECK ((((superior_code)::text <> (agency_code)::text) AND ((successor_code)::text <> (agency_code)::text))),
  constraint agency_version_check1 CHECK (((superior_code IS NULL) OR (superior_missing IS NULL))),
  constraint agency_version_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint agency_version_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 300))),
  constraint agency_version_organisation_oid_check CHECK ((organisation_oid ~ '^[0-9]+(\.[0-9]+)+$'::text)),
  constraint agency_version_valid_check CHECK ((NOT isempty(valid))),
  constraint agency_version_once EXCLUDE USING gist (agency_code WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
CREATE INDEX agency_version_closed ON agency_version USING btree (upper(recorded)) WHERE (NOT upper_inf(recorded));
CREATE INDEX agency_version_code ON agency_version USING btree (agency_code);
CREATE INDEX agency_version_oid ON agency_version USING btree (organisation_oid) WHERE (organisation_oid IS NOT NULL);
CREATE INDEX agency_version_superior ON agency_version USING btree (superior_code);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON agency_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON agency_version REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('agency');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON agency_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, agency_code, name, name_en, superior_code, superior_missing, level, zip, address, phone, fax, organisation_oid, successor_code, valid, event_id) on agency_version to ecpa_program;
grant select on agency_version to ecpa_program;
grant update (recorded) on agency_version to ecpa_program;
comment on table agency_version is 'not personal: id, agency_code, name, name_en, superior_code, superior_missing, level, zip,
  address, phone, fax, organisation_oid, successor_code, valid, recorded, event_id';

create table alert (
  code text not null,
  raised_at timestamp with time zone not null default now(),
  constraint alert_pkey PRIMARY KEY (code),
  constraint alert_code_check CHECK ((code ~ '^[a-z]+(\.[a-z-]+)+$'::text))
);
grant insert on alert to ecpa_program;
grant select on alert to ecpa_program;
grant update on alert to ecpa_program;
comment on table alert is 'not personal: code, raised_at';

create table announcement (
  id uuid not null default gen_random_uuid(),
  agency_code agency_code,
  event_id bigint not null,
  constraint announcement_pkey PRIMARY KEY (id),
  constraint announcement_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint announcement_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id)
);
CREATE INDEX announcement_agency ON announcement USING btree (agency_code);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON announcement FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on announcement to ecpa_program;
grant select on announcement to ecpa_program;
comment on table announcement is 'not personal: id, agency_code, event_id';

create table announcement_acknowledgement (
  announcement_id uuid not null,
  person_id bigint not null,
  version smallint not null,
  acknowledged_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint announcement_acknowledgement_pkey PRIMARY KEY (announcement_id, person_id),
  constraint announcement_acknowledgement_announcement_id_version_fkey FOREIGN KEY (announcement_id, version) REFERENCES announcement_version(announcement_id, version),
  constraint announcement_acknowledgement_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint announcement_acknowledgement_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX announcement_acknowledgement_newest ON announcement_acknowledgement USING btree (announcement_id, acknowledged_at DESC, person_id DESC);
CREATE INDEX announcement_acknowledgement_person ON announcement_acknowledgement USING btree (person_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON announcement_acknowledgement FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER signed_where_asked BEFORE INSERT ON announcement_acknowledgement FOR EACH ROW EXECUTE FUNCTION signed_where_asked();
grant insert (announcement_id, person_id, version, event_id) on announcement_acknowledgement to ecpa_program;
grant select on announcement_acknowledgement to ecpa_program;
comment on table announcement_acknowledgement is 'not personal: announcement_id, version, event_id';
comment on column announcement_acknowledgement.acknowledged_at is 'personal: when somebody signed that they had read it';

create table announcement_file (
  id uuid not null default gen_random_uuid(),
  announcement_id uuid not null,
  name text not null,
  kind text not null,
  bytes integer not null,
  sha256 bytea not null,
  content bytea not null,
  added_at timestamp with time zone not null default now(),
  event_id bigint not null,
  removed_at timestamp with time zone,
  removed_event_id bigint,
  constraint announcement_file_pkey PRIMARY KEY (id),
  constraint announcement_file_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcement(id),
  constraint announcement_file_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint announcement_file_removed_event_id_fkey FOREIGN KEY (removed_event_id) REFERENCES audit_event(id),
  constraint announcement_file_bytes_check CHECK (((bytes >= 1) AND (bytes <= 26214400))),
  constraint announcement_file_check CHECK (((removed_at IS NULL) = (removed_event_id IS NULL))),
  constraint announcement_file_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'odt'::text, 'ods'::text, 'odp'::text, 'docx'::text, 'xlsx'::text, 'pptx'::text, 'png'::text, 'jpeg'::text, 'csv'::text, 'txt'::text]))),
  constraint announcement_file_name_check CHECK ((((length(name) >= 1) AND (length(name) <= 200)) AND (name !~ '[/\\[:cntrl:]]'::text))),
  constraint announcement_file_sha256_check CHECK ((length(sha256) = 32)),
  constraint content_is_whole CHECK ((octet_length(content) = bytes))
);
CREATE INDEX announcement_file_of ON announcement_file USING btree (announcement_id, added_at) WHERE (removed_at IS NULL);
CREATE TRIGGER file_removed_stays BEFORE UPDATE ON announcement_file FOR EACH ROW EXECUTE FUNCTION file_removed_stays();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON announcement_file FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, announcement_id, name, kind, bytes, sha256, content, event_id) on announcement_file to ecpa_program;
grant select on announcement_file to ecpa_program;
grant update (removed_at, removed_event_id) on announcement_file to ecpa_program;
comment on table announcement_file is 'not personal: id, announcement_id, name, kind, bytes, sha256, content, added_at, event_id, removed_at,
  removed_event_id';

create table announcement_version (
  announcement_id uuid not null,
  version smallint not null default 1,
  title text not null,
  body text not null,
  pinned boolean not null,
  must_acknowledge boolean not null,
  audience_agency agency_code,
  audience_below boolean not null,
  audience_standing standing,
  publish_at timestamp with time zone not null,
  withdraw_at timestamp with time zone,
  withdrawn boolean not null default false,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  folded text not null generated always as (translate(lower(NORMALIZE(((title || ' '::text) || body), NFKC)), '臺'::text, '台'::text)) stored,
  constraint announcement_version_pkey PRIMARY KEY (announcement_id, version),
  constraint announcement_version_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcement(id),
  constraint announcement_version_audience_agency_fkey FOREIGN KEY (audience_agency) REFERENCES agency(code),
  constraint announcement_version_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint announcement_version_body_check CHECK (((length(body) >= 1) AND (length(body) <= 20000))),
  constraint announcement_version_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint announcement_version_version_check CHECK ((version > 0)),
  constraint everywhere_is_all CHECK (((audience_agency IS NOT NULL) OR audience_below)),
  constraint public_is_everywhere CHECK (((audience_standing IS NOT NULL) OR (audience_agency IS NULL))),
  constraint public_signs_nothing CHECK (((audience_standing IS NOT NULL) OR (NOT must_acknowledge))),
  constraint withdrawn_after_published CHECK ((withdraw_at > publish_at))
);
CREATE UNIQUE INDEX announcement_version_current ON announcement_version USING btree (announcement_id) WHERE upper_inf(recorded);
CREATE INDEX announcement_version_newest ON announcement_version USING btree (pinned DESC, publish_at DESC, announcement_id DESC) WHERE (upper_inf(recorded) AND (NOT withdrawn));
CREATE INDEX announcement_version_to_sign ON announcement_version USING btree (publish_at DESC) WHERE (upper_inf(recorded) AND (NOT withdrawn) AND must_acknowledge);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON announcement_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON announcement_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
CREATE TRIGGER withdrawn_stays BEFORE INSERT ON announcement_version FOR EACH ROW EXECUTE FUNCTION withdrawn_stays();
grant insert (announcement_id, version, title, body, pinned, must_acknowledge, audience_agency, audience_below, audience_standing, publish_at, withdraw_at, withdrawn, event_id) on announcement_version to ecpa_program;
grant select on announcement_version to ecpa_program;
grant update (recorded) on announcement_version to ecpa_program;
comment on table announcement_version is 'not personal: announcement_id, version, title, body, pinned, must_acknowledge,
  audience_agency, audience_below, audience_standing, publish_at, withdraw_at, withdrawn, recorded, event_id, folded';

create table application (
  code application_code not null,
  constraint application_pkey PRIMARY KEY (code)
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON application FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on application to ecpa_program;
grant select on application to ecpa_program;
comment on table application is 'not personal: code';

create table application_todo (
  id uuid not null default gen_random_uuid(),
  application_code application_code not null,
  person_id bigint not null,
  title text not null,
  title_en text,
  link text not null,
  deadline date,
  idempotency_key text not null,
  request_sha256 bytea not null,
  added_at timestamp with time zone not null default now(),
  withdrawn_at timestamp with time zone,
  constraint application_todo_pkey PRIMARY KEY (id),
  constraint application_todo_request UNIQUE (application_code, idempotency_key),
  constraint application_todo_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint application_todo_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint application_todo_check CHECK ((withdrawn_at >= added_at)),
  constraint application_todo_idempotency_key_check CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 200))),
  constraint application_todo_link_check CHECK (((length(link) <= 2000) AND (link ~ '^https?://'::text))),
  constraint application_todo_request_sha256_check CHECK ((length(request_sha256) = 32)),
  constraint application_todo_title_check CHECK ((((length(title) >= 1) AND (length(title) <= 100)) AND (title = btrim(title)) AND (title !~ '[[:cntrl:]]'::text))),
  constraint application_todo_title_en_check CHECK ((((length(title_en) >= 1) AND (length(title_en) <= 200)) AND (title_en = btrim(title_en)) AND (title_en !~ '[[:cntrl:]]'::text)))
);
CREATE INDEX application_todo_waiting ON application_todo USING btree (person_id, added_at DESC) WHERE (withdrawn_at IS NULL);
CREATE TRIGGER todo_withdrawn_stays BEFORE UPDATE ON application_todo FOR EACH ROW EXECUTE FUNCTION todo_withdrawn_stays();
grant delete on application_todo to ecpa_program;
grant insert (id, application_code, person_id, title, title_en, link, deadline, idempotency_key, request_sha256) on application_todo to ecpa_program;
grant select on application_todo to ecpa_program;
grant update (withdrawn_at) on application_todo to ecpa_program;
comment on table application_todo is 'not personal: id, application_code, idempotency_key, added_at, withdrawn_at';
comment on column application_todo.title is 'personal: what an application asks of somebody';
comment on column application_todo.title_en is 'personal: the same in English';
comment on column application_todo.link is 'personal: where it is done, which may tell what it is';
comment on column application_todo.deadline is 'personal: until when somebody should have done it';
comment on column application_todo.request_sha256 is 'personal: a digest of the request with all of this';

create table application_version (
  application_code application_code not null,
  version integer not null default 1,
  name text not null,
  heading text not null,
  description text not null default ''::text,
  audience standing,
  grantable boolean not null,
  requires_certificate boolean not null,
  passkey_allowed boolean not null,
  open_to_agency_card boolean not null,
  duty_allowed boolean not null,
  second_manager boolean not null,
  agency_root agency_code,
  test boolean not null,
  in_service boolean not null default true,
  launch_url text,
  remark text not null default ''::text,
  "position" integer not null default 0,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint application_version_pkey PRIMARY KEY (application_code, version),
  constraint application_version_agency_root_fkey FOREIGN KEY (agency_root) REFERENCES agency(code),
  constraint application_version_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint application_version_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint application_version_description_check CHECK ((length(description) <= 1000)),
  constraint application_version_heading_check CHECK (((length(heading) >= 1) AND (length(heading) <= 100))),
  constraint application_version_launch_url_check CHECK (((launch_url ~ '^https?://'::text) AND (length(launch_url) <= 2000))),
  constraint application_version_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint application_version_remark_check CHECK ((length(remark) <= 1000)),
  constraint no_duty_for_webhr CHECK ((((application_code)::text <> 'WebHR'::text) OR (NOT duty_allowed)))
);
CREATE UNIQUE INDEX application_version_current ON application_version USING btree (application_code) WHERE upper_inf(recorded);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON application_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON application_version REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('application');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON application_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (application_code, version, name, heading, description, audience, grantable, requires_certificate, passkey_allowed, open_to_agency_card, duty_allowed, second_manager, agency_root, test, in_service, launch_url, remark, "position", event_id) on application_version to ecpa_program;
grant select on application_version to ecpa_program;
grant update (recorded) on application_version to ecpa_program;
comment on table application_version is 'not personal: application_code, version, name, heading, description, audience,
  grantable, requires_certificate, passkey_allowed, open_to_agency_card, duty_allowed, second_manager, agency_root, test,
  in_service, launch_url, remark, position, recorded, event_id';

create table audit_event (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  transaction xid8 not null default pg_current_xact_id(),
  code text not null,
  outcome text not null,
  actor_person_id bigint,
  actor_standing text,
  actor_agency agency_code,
  actor_process text,
  session_id uuid,
  agency agency_code,
  person_id bigint,
  application application_code,
  detail jsonb not null default '{}'::jsonb,
  address inet,
  request_id text,
  actor_unverified boolean not null default false,
  constraint audit_event_pkey PRIMARY KEY (id),
  constraint audit_event_check CHECK (((actor_person_id IS NOT NULL) OR (session_id IS NOT NULL) OR (actor_process IS NOT NULL))),
  constraint audit_event_code_check CHECK ((code ~ '^[a-z]+(\.[a-z-]+)+$'::text)),
  constraint audit_event_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);
CREATE INDEX audit_event_actor ON audit_event USING btree (actor_person_id, id DESC) WHERE (actor_person_id IS NOT NULL);
CREATE INDEX audit_event_agency ON audit_event USING btree (agency, id DESC) WHERE (agency IS NOT NULL);
CREATE INDEX audit_event_by_others ON audit_event USING btree (person_id, id DESC) WHERE ((person_id IS NOT NULL) AND (actor_person_id IS DISTINCT FROM person_id));
CREATE INDEX audit_event_code ON audit_event USING btree (code, id DESC);
CREATE INDEX audit_event_person ON audit_event USING btree (person_id, id DESC) WHERE (person_id IS NOT NULL);
CREATE INDEX audit_event_sign_in ON audit_event USING btree (person_id, id DESC) WHERE (code = ANY (ARRAY['session.signed-in'::text, 'session.sign-in-failed'::text, 'session.sign-in-locked'::text]));
CREATE INDEX audit_event_transaction ON audit_event USING btree (transaction);
CREATE INDEX audit_event_unverified ON audit_event USING btree (id) WHERE actor_unverified;
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
grant insert (code, outcome, actor_person_id, actor_standing, actor_agency, actor_process, session_id, agency, person_id, application, detail, address, request_id, actor_unverified) on audit_event to ecpa_program;
grant select on audit_event to ecpa_program;
comment on table audit_event is 'not personal: id, at, transaction, code, outcome, actor_standing, actor_agency,
  actor_process, agency, application, request_id';
comment on column audit_event.detail is 'personal: what happened to whom, never a national ID or a secret';
comment on column audit_event.address is 'personal: from where somebody acted';
comment on column audit_event.actor_unverified is 'personal: whether it is known that it was them';

create table card_awaiting (
  browser bytea not null,
  card bytea not null,
  proved_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint card_awaiting_pkey PRIMARY KEY (browser),
  constraint awaiting_is_short CHECK ((expires_at <= (proved_at + '00:10:00'::interval))),
  constraint card_awaiting_browser_check CHECK ((length(browser) = 32))
);
CREATE INDEX card_awaiting_expires ON card_awaiting USING btree (expires_at);
grant delete on card_awaiting to ecpa_program;
grant insert (browser, card, expires_at) on card_awaiting to ecpa_program;
grant select on card_awaiting to ecpa_program;
grant update (card, proved_at, expires_at) on card_awaiting to ecpa_program;
comment on table card_awaiting is 'not personal: proved_at, expires_at';
comment on column card_awaiting.browser is 'personal: stands for a browser of somebody';
comment on column card_awaiting.card is 'personal: name, serial number and end of a national ID, sealed';

create table category (
  application_code application_code not null,
  code category_code not null,
  constraint category_pkey PRIMARY KEY (application_code, code),
  constraint category_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code)
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON category FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on category to ecpa_program;
grant select on category to ecpa_program;
comment on table category is 'not personal: application_code, code';

create table category_version (
  application_code application_code not null,
  category_code category_code not null,
  version integer not null default 1,
  name text not null,
  name_en text not null,
  derived_group standing,
  hand_out text not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint category_version_pkey PRIMARY KEY (application_code, category_code, version),
  constraint category_version_application_code_category_code_fkey FOREIGN KEY (application_code, category_code) REFERENCES category(application_code, code),
  constraint category_version_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint category_version_hand_out_check CHECK ((hand_out = ANY (ARRAY['manager'::text, 'central'::text, 'nobody'::text]))),
  constraint category_version_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint category_version_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 100)))
);
CREATE UNIQUE INDEX category_version_current ON category_version USING btree (application_code, category_code) WHERE upper_inf(recorded);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON category_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON category_version REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('category');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON category_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (application_code, category_code, version, name, name_en, derived_group, hand_out, event_id) on category_version to ecpa_program;
grant select on category_version to ecpa_program;
grant update (recorded) on category_version to ecpa_program;
comment on table category_version is 'not personal: application_code, category_code, version, name, name_en, derived_group,
  hand_out, recorded, event_id';

create table central_role (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  person_id bigint not null,
  role text not null,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  reason text not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  given_by bigint,
  confirmed_by bigint,
  by_operator boolean,
  ending_by bigint,
  ending_reason text,
  ended_by bigint,
  constraint central_role_pkey PRIMARY KEY (id, version),
  constraint central_role_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint central_role_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES person(id),
  constraint central_role_ending_by_fkey FOREIGN KEY (ending_by) REFERENCES person(id),
  constraint central_role_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint central_role_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint central_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint another_agrees CHECK ((confirmed_by <> given_by)),
  constraint central_role_ending_reason_check CHECK (((length(ending_reason) >= 1) AND (length(ending_reason) <= 500))),
  constraint central_role_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint central_role_role_check CHECK ((role = ANY (ARRAY['central'::text, 'auditor'::text]))),
  constraint central_role_valid_check CHECK ((NOT isempty(valid))),
  constraint ending_has_reason CHECK (((ending_by IS NULL) = (ending_reason IS NULL))),
  constraint no_self_role CHECK (((given_by <> person_id) AND (confirmed_by <> person_id))),
  constraint role_ended_by_two CHECK (((ended_by IS NULL) OR ((state = 'ended'::decision_state) AND (ending_by IS NOT NULL) AND (ended_by <> ending_by)))),
  constraint role_given_by_two CHECK (((state = ANY (ARRAY['proposed'::decision_state, 'ended'::decision_state])) OR (given_by IS NULL) OR (confirmed_by IS NOT NULL) OR (by_operator IS TRUE))),
  constraint role_laid_down_alone CHECK (((state <> 'ended'::decision_state) OR (ending_by IS NULL) OR (ending_by = person_id) OR (ended_by IS NOT NULL))),
  constraint role_proposed_first CHECK (((state <> 'proposed'::decision_state) OR ((version = 1) AND (given_by IS NOT NULL) AND (confirmed_by IS NULL) AND (ending_by IS NULL)))),
  constraint central_role_once EXCLUDE USING gist (person_id WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX central_role_person ON central_role USING btree (person_id);
CREATE TRIGGER keep_parties BEFORE INSERT ON central_role FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('person_id', 'role');
CREATE TRIGGER keep_role_givers BEFORE INSERT ON central_role FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_role_givers();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON central_role FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON central_role FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, person_id, role, valid, state, reason, event_id, given_by, confirmed_by, by_operator, ending_by, ending_reason, ended_by) on central_role to ecpa_program;
grant select on central_role to ecpa_program;
grant update (recorded) on central_role to ecpa_program;
comment on table central_role is 'not personal: id, version, valid, state, recorded, event_id, by_operator';
comment on column central_role.role is 'personal: what somebody is at the centre';
comment on column central_role.reason is 'personal: free text about somebody';
comment on column central_role.given_by is 'personal: who proposed the role';
comment on column central_role.confirmed_by is 'personal: who agreed to it';
comment on column central_role.ending_by is 'personal: who proposed its end';
comment on column central_role.ending_reason is 'personal: free text about somebody';
comment on column central_role.ended_by is 'personal: who agreed to its end';

create table certificate_answer (
  authority text not null,
  serial text not null,
  answer bytea not null,
  this_update timestamp with time zone not null,
  next_update timestamp with time zone not null,
  asked_at timestamp with time zone not null default now(),
  constraint certificate_answer_pkey PRIMARY KEY (authority, serial),
  constraint certificate_answer_authority_fkey FOREIGN KEY (authority) REFERENCES certificate_authority(code),
  constraint certificate_answer_answer_check CHECK (((length(answer) >= 1) AND (length(answer) <= 65536))),
  constraint certificate_answer_check CHECK ((next_update >= this_update)),
  constraint certificate_answer_serial_check CHECK ((serial ~ '^([0-9a-f]{2}){1,64}$'::text))
);
CREATE INDEX certificate_answer_over ON certificate_answer USING btree (next_update);
grant delete on certificate_answer to ecpa_program;
grant insert on certificate_answer to ecpa_program;
grant select on certificate_answer to ecpa_program;
grant update on certificate_answer to ecpa_program;
comment on table certificate_answer is 'not personal: authority, this_update, next_update';
comment on column certificate_answer.serial is 'personal: the certificate of somebody';
comment on column certificate_answer.answer is 'personal: about the certificate of somebody';
comment on column certificate_answer.asked_at is 'personal: when somebody signed in';

create table certificate_answer_try (
  authority text not null,
  tried_at timestamp with time zone not null,
  succeeded_at timestamp with time zone,
  fault text,
  asked_until text,
  failed_since timestamp with time zone,
  constraint certificate_answer_try_pkey PRIMARY KEY (authority),
  constraint certificate_answer_try_authority_fkey FOREIGN KEY (authority) REFERENCES certificate_authority(code),
  constraint certificate_answer_try_asked_until_check CHECK ((asked_until ~ '^([0-9a-f]{2}){1,64}$'::text)),
  constraint certificate_answer_try_fault_check CHECK ((length(fault) <= 100)),
  constraint failing_has_fault CHECK (((fault IS NOT NULL) OR (failed_since IS NULL)))
);
grant insert on certificate_answer_try to ecpa_program;
grant select on certificate_answer_try to ecpa_program;
grant update on certificate_answer_try to ecpa_program;
comment on table certificate_answer_try is 'not personal: authority, tried_at, succeeded_at, fault, failed_since';
comment on column certificate_answer_try.asked_until is 'personal: the certificate of somebody';

create table certificate_authority (
  code text not null,
  certificate bytea not null,
  fingerprint bytea not null,
  subject text not null,
  valid_until timestamp with time zone not null,
  is_anchor boolean not null,
  issues text,
  policies text[] not null,
  list_url text,
  grace_seconds integer not null default 0,
  in_use boolean not null default true,
  event_id bigint not null,
  revocation text not null default 'crl'::text,
  ocsp_url text,
  algorithms text[],
  constraint certificate_authority_pkey PRIMARY KEY (code),
  constraint certificate_authority_fingerprint_key UNIQUE (fingerprint),
  constraint certificate_authority_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint asked_by_list CHECK (((NOT in_use) OR (revocation = 'ocsp'::text) OR (list_url IS NOT NULL))),
  constraint asked_by_responder CHECK (((NOT in_use) OR (revocation = 'crl'::text) OR (ocsp_url IS NOT NULL))),
  constraint cards_under_policies CHECK (((issues IS NULL) OR (cardinality(policies) > 0))),
  constraint certificate_authority_algorithms_check CHECK (((cardinality(algorithms) > 0) AND all_different(algorithms) AND (algorithms <@ ARRAY['rsa-sha256'::text, 'rsa-sha384'::text, 'rsa-sha512'::text, 'rsaPss-sha256'::text, 'rsaPss-sha384'::text, 'rsaPss-sha512'::text, 'ecdsa-sha256'::text, 'ecdsa-sha384'::text, 'ecdsa-sha512'::text, 'ed25519'::text]))),
  constraint certificate_authority_certificate_check CHECK (((length(certificate) >= 100) AND (length(certificate) <= 65536))),
  constraint certificate_authority_code_check CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,31}$'::text)),
  constraint certificate_authority_fingerprint_check CHECK ((length(fingerprint) = 32)),
  constraint certificate_authority_grace_seconds_check CHECK (((grace_seconds >= 0) AND (grace_seconds <= 604800))),
  constraint certificate_authority_issues_check CHECK ((issues = ANY (ARRAY['person'::text, 'agency'::text]))),
  constraint certificate_authority_list_url_check CHECK ((length(list_url) <= 2000)),
  constraint certificate_authority_ocsp_url_check CHECK ((length(ocsp_url) <= 2000)),
  constraint certificate_authority_policies_check CHECK ((array_position(policies, NULL::text) IS NULL)),
  constraint certificate_authority_revocation_check CHECK ((revocation = ANY (ARRAY['crl'::text, 'ocsp'::text, 'both'::text]))),
  constraint certificate_authority_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 500)))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON certificate_authority FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on certificate_authority to ecpa_program;
grant select on certificate_authority to ecpa_program;
grant update on certificate_authority to ecpa_program;
comment on table certificate_authority is 'not personal: code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies,
  list_url, grace_seconds, in_use, event_id, revocation, ocsp_url, algorithms';

create table certificate_list (
  authority text not null,
  number numeric(49,0) not null,
  this_update timestamp with time zone not null,
  next_update timestamp with time zone not null,
  entries integer not null,
  kept bytea not null,
  fetched_at timestamp with time zone not null default now(),
  constraint certificate_list_pkey PRIMARY KEY (authority),
  constraint certificate_list_authority_fkey FOREIGN KEY (authority) REFERENCES certificate_authority(code),
  constraint certificate_list_check CHECK ((next_update > this_update)),
  constraint certificate_list_entries_check CHECK ((entries >= 0)),
  constraint certificate_list_number_check CHECK ((number >= (0)::numeric))
);
CREATE TRIGGER list_goes_on BEFORE UPDATE ON certificate_list FOR EACH ROW EXECUTE FUNCTION list_goes_on();
grant insert on certificate_list to ecpa_program;
grant select on certificate_list to ecpa_program;
grant update on certificate_list to ecpa_program;
comment on table certificate_list is 'not personal: authority, number, this_update, next_update, entries, kept, fetched_at';

create table certificate_list_try (
  authority text not null,
  tried_at timestamp with time zone not null,
  succeeded_at timestamp with time zone,
  fault text,
  constraint certificate_list_try_pkey PRIMARY KEY (authority),
  constraint certificate_list_try_authority_fkey FOREIGN KEY (authority) REFERENCES certificate_authority(code),
  constraint certificate_list_try_fault_check CHECK ((length(fault) <= 100))
);
grant insert on certificate_list_try to ecpa_program;
grant select on certificate_list_try to ecpa_program;
grant update on certificate_list_try to ecpa_program;
comment on table certificate_list_try is 'not personal: authority, tried_at, succeeded_at, fault';

create table challenge (
  challenge_hash bytea not null,
  means text not null,
  purpose text not null,
  browser_hash bytea not null,
  person_id bigint,
  address_hash bytea not null,
  asked_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint challenge_pkey PRIMARY KEY (challenge_hash),
  constraint challenge_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint challenge_address_hash_check CHECK ((length(address_hash) = 32)),
  constraint challenge_browser_hash_check CHECK ((length(browser_hash) = 32)),
  constraint challenge_challenge_hash_check CHECK ((length(challenge_hash) = 32)),
  constraint challenge_is_short CHECK ((expires_at <= (asked_at +
CASE means
    WHEN 'passkey'::text THEN '00:05:00'::interval
    ELSE '00:03:00'::interval
END))),
  constraint challenge_means_check CHECK ((means = ANY (ARRAY['passkey'::text, 'card'::text]))),
  constraint challenge_of_its_purpose CHECK (
CASE means
    WHEN 'passkey'::text THEN ((purpose = ANY (ARRAY['add'::text, 'again'::text, 'signIn'::text])) AND ((purpose = 'signIn'::text) = (person_id IS NULL)))
    ELSE ((purpose = ANY (ARRAY['signIn'::text, 'bind'::text, 'activate'::text])) AND (person_id IS NULL))
END)
);
CREATE INDEX challenge_address ON challenge USING btree (address_hash, means, expires_at);
CREATE INDEX challenge_expires ON challenge USING btree (expires_at);
grant delete on challenge to ecpa_program;
grant insert on challenge to ecpa_program;
grant select on challenge to ecpa_program;
comment on table challenge is 'not personal: challenge_hash, means, purpose, asked_at, expires_at';
comment on column challenge.browser_hash is 'personal: the browser of somebody, as a hash';
comment on column challenge.address_hash is 'personal: where somebody signs in from, as a hash';

create table concurrent_duty (
  id uuid not null,
  application_code application_code not null,
  version smallint not null default 1,
  acting_code agency_code not null,
  served_code agency_code not null,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  reason text,
  given_by bigint,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint concurrent_duty_pkey PRIMARY KEY (id, application_code, version),
  constraint concurrent_duty_acting_code_fkey FOREIGN KEY (acting_code) REFERENCES agency(code),
  constraint concurrent_duty_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint concurrent_duty_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint concurrent_duty_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint concurrent_duty_served_code_fkey FOREIGN KEY (served_code) REFERENCES agency(code),
  constraint concurrent_duty_check CHECK (((acting_code)::text <> (served_code)::text)),
  constraint concurrent_duty_check1 CHECK (((NOT upper_inf(valid)) OR (reason IS NOT NULL))),
  constraint concurrent_duty_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint concurrent_duty_valid_check CHECK ((NOT isempty(valid))),
  constraint concurrent_duty_once EXCLUDE USING gist (acting_code WITH =, served_code WITH =, application_code WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX concurrent_duty_acting ON concurrent_duty USING btree (acting_code, application_code);
CREATE INDEX concurrent_duty_closed ON concurrent_duty USING btree (upper(recorded)) WHERE (NOT upper_inf(recorded));
CREATE INDEX concurrent_duty_served ON concurrent_duty USING btree (served_code, application_code);
CREATE TRIGGER keep_parties BEFORE INSERT ON concurrent_duty FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('acting_code', 'served_code', 'application_code');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON concurrent_duty FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON concurrent_duty REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('duty');
CREATE TRIGGER one_pair_a_duty BEFORE INSERT ON concurrent_duty FOR EACH ROW EXECUTE FUNCTION one_pair_a_duty();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON concurrent_duty FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, application_code, version, acting_code, served_code, valid, state, reason, given_by, event_id) on concurrent_duty to ecpa_program;
grant select on concurrent_duty to ecpa_program;
grant update (recorded) on concurrent_duty to ecpa_program;
comment on table concurrent_duty is 'not personal: id, application_code, version, acting_code, served_code, valid, state,
  recorded, event_id';
comment on column concurrent_duty.reason is 'personal: free text that may name somebody';

create table delegation (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  agency_code agency_code not null,
  scope_code agency_code,
  person_id bigint not null,
  post_id bigint not null,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  reason text,
  given_by bigint,
  giver_post bigint,
  by_card boolean not null default false,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint delegation_pkey PRIMARY KEY (id, version),
  constraint delegation_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint delegation_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint delegation_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint delegation_given_by_giver_post_fkey FOREIGN KEY (given_by, giver_post) REFERENCES post(person_id, id),
  constraint delegation_person_id_post_id_fkey FOREIGN KEY (person_id, post_id) REFERENCES post(person_id, id),
  constraint delegation_scope_code_fkey FOREIGN KEY (scope_code) REFERENCES agency(code),
  constraint delegation_check CHECK (((NOT upper_inf(valid)) OR (reason IS NOT NULL))),
  constraint delegation_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint delegation_valid_check CHECK ((NOT isempty(valid))),
  constraint no_self_delegation CHECK ((given_by <> person_id)),
  constraint delegation_once EXCLUDE USING gist (person_id WITH =, agency_code WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX delegation_agency ON delegation USING btree (agency_code);
CREATE INDEX delegation_person ON delegation USING btree (person_id);
CREATE TRIGGER keep_parties BEFORE INSERT ON delegation FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('agency_code', 'scope_code', 'person_id', 'given_by', 'by_card');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON delegation FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, agency_code, scope_code, person_id, post_id, valid, state, reason, given_by, giver_post, by_card, event_id) on delegation to ecpa_program;
grant select on delegation to ecpa_program;
grant update (recorded) on delegation to ecpa_program;
comment on table delegation is 'not personal: id, version, agency_code, scope_code, valid, state, by_card, recorded, event_id';
comment on column delegation.reason is 'personal: free text about somebody';

create table duty_request (
  id uuid not null default gen_random_uuid(),
  number bigint not null generated always as identity,
  acting_code agency_code not null,
  served_code agency_code not null,
  drafted_for text not null,
  duty_id uuid not null default gen_random_uuid(),
  amends boolean not null,
  state duty_request_state not null default 'draft'::duty_request_state,
  round smallint not null default 0,
  step smallint not null default 0,
  content smallint not null default 0,
  touched_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint duty_request_pkey PRIMARY KEY (id),
  constraint duty_request_number_key UNIQUE (number),
  constraint duty_request_acting_code_fkey FOREIGN KEY (acting_code) REFERENCES agency(code),
  constraint duty_request_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint duty_request_served_code_fkey FOREIGN KEY (served_code) REFERENCES agency(code),
  constraint duty_request_check CHECK (((acting_code)::text <> (served_code)::text)),
  constraint duty_request_drafted_for_check CHECK ((drafted_for = ANY (ARRAY['acting'::text, 'served'::text])))
);
CREATE INDEX duty_request_acting ON duty_request USING btree (acting_code, touched_at DESC);
CREATE INDEX duty_request_duty ON duty_request USING btree (duty_id);
CREATE INDEX duty_request_served ON duty_request USING btree (served_code, touched_at DESC);
CREATE INDEX duty_request_touched ON duty_request USING btree (touched_at DESC, id);
CREATE INDEX duty_request_waiting ON duty_request USING btree (state, touched_at) WHERE (state = ANY (ARRAY['draft'::duty_request_state, 'sent'::duty_request_state, 'agreed'::duty_request_state, 'declined'::duty_request_state, 'returned'::duty_request_state]));
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON duty_request FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, acting_code, served_code, drafted_for, duty_id, amends, event_id) on duty_request to ecpa_program;
grant select on duty_request to ecpa_program;
comment on table duty_request is 'not personal: id, number, acting_code, served_code, drafted_for, duty_id, amends, state,
  round, step, content, touched_at, event_id';

create table duty_request_content (
  request_id uuid not null,
  content smallint not null,
  applications text[] not null,
  valid daterange not null,
  reason text,
  written_by bigint not null,
  written_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint duty_request_content_pkey PRIMARY KEY (request_id, content),
  constraint duty_request_content_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint duty_request_content_request_id_fkey FOREIGN KEY (request_id) REFERENCES duty_request(id),
  constraint duty_request_content_written_by_fkey FOREIGN KEY (written_by) REFERENCES person(id),
  constraint duty_request_content_applications_check CHECK ((((cardinality(applications) >= 1) AND (cardinality(applications) <= 200)) AND (array_position(applications, NULL::text) IS NULL))),
  constraint duty_request_content_check CHECK (((NOT upper_inf(valid)) OR (reason IS NOT NULL))),
  constraint duty_request_content_content_check CHECK ((content > 0)),
  constraint duty_request_content_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint duty_request_content_valid_check CHECK (((NOT isempty(valid)) AND (NOT lower_inf(valid))))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON duty_request_content FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON duty_request_content FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER take_duty_content BEFORE INSERT ON duty_request_content FOR EACH ROW EXECUTE FUNCTION take_duty_content();
grant insert (request_id, content, applications, valid, reason, written_by, event_id) on duty_request_content to ecpa_program;
grant select on duty_request_content to ecpa_program;
comment on table duty_request_content is 'not personal: request_id, content, applications, valid, written_at, event_id';
comment on column duty_request_content.reason is 'personal: free text that may name somebody';

create table duty_request_expiry (
  request_id uuid not null,
  round smallint not null,
  told_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint duty_request_expiry_pkey PRIMARY KEY (request_id, round),
  constraint duty_request_expiry_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint duty_request_expiry_request_id_fkey FOREIGN KEY (request_id) REFERENCES duty_request(id)
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON duty_request_expiry FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (request_id, round, event_id) on duty_request_expiry to ecpa_program;
grant select on duty_request_expiry to ecpa_program;
comment on table duty_request_expiry is 'not personal: request_id, round, told_at, event_id';

create table duty_request_step (
  request_id uuid not null,
  step smallint not null,
  round smallint not null,
  kind text not null,
  content smallint not null,
  person_id bigint not null,
  way text not null,
  agency_code agency_code,
  note text,
  at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint duty_request_step_pkey PRIMARY KEY (request_id, step),
  constraint duty_request_step_once UNIQUE (request_id, round, kind),
  constraint duty_request_step_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint duty_request_step_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint duty_request_step_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint duty_request_step_request_id_content_fkey FOREIGN KEY (request_id, content) REFERENCES duty_request_content(request_id, content),
  constraint duty_request_step_request_id_fkey FOREIGN KEY (request_id) REFERENCES duty_request(id),
  constraint duty_request_step_check CHECK (((kind <> ALL (ARRAY['decline'::text, 'return'::text])) OR (note IS NOT NULL))),
  constraint duty_request_step_check1 CHECK (((kind = ANY (ARRAY['decide'::text, 'return'::text])) = (agency_code IS NULL))),
  constraint duty_request_step_kind_check CHECK ((kind = ANY (ARRAY['send'::text, 'agree'::text, 'decline'::text, 'decide'::text, 'return'::text, 'withdraw'::text]))),
  constraint duty_request_step_note_check CHECK (((length(note) >= 1) AND (length(note) <= 1000))),
  constraint duty_request_step_step_check CHECK ((step > 0)),
  constraint duty_request_step_way_check CHECK (((length(way) >= 1) AND (length(way) <= 100)))
);
CREATE UNIQUE INDEX duty_request_three_persons ON duty_request_step USING btree (request_id, round, person_id) WHERE (kind = ANY (ARRAY['send'::text, 'agree'::text, 'decide'::text]));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON duty_request_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON duty_request_step FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER take_duty_step BEFORE INSERT ON duty_request_step FOR EACH ROW EXECUTE FUNCTION take_duty_step();
grant insert (request_id, step, round, kind, content, person_id, way, agency_code, note, event_id) on duty_request_step to ecpa_program;
grant select on duty_request_step to ecpa_program;
comment on table duty_request_step is 'not personal: request_id, step, round, kind, content, way, agency_code, at, event_id';
comment on column duty_request_step.note is 'personal: free text that may name somebody';

create table email_change (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  email text not null,
  proposed_by bigint not null,
  consented boolean not null,
  proposed_at timestamp with time zone not null default now(),
  not_before timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  event_id bigint not null,
  state text not null default 'waiting'::text,
  closed_at timestamp with time zone,
  closed_event_id bigint,
  is_first boolean not null default false,
  constraint email_change_pkey PRIMARY KEY (id),
  constraint email_change_closed_event_id_fkey FOREIGN KEY (closed_event_id) REFERENCES audit_event(id),
  constraint email_change_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint email_change_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint email_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES person(id),
  constraint correction_with_consent CHECK ((consented = (proposed_by <> person_id))),
  constraint effective_when_confirmed CHECK (((state <> 'effective'::text) OR ((confirmed_at IS NOT NULL) AND (closed_at >= not_before)))),
  constraint email_change_check CHECK ((num_nonnulls(closed_at, closed_event_id) =
CASE
    WHEN (state = 'waiting'::text) THEN 0
    ELSE 2
END)),
  constraint email_change_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 254)) AND (email ~ '^[^@[:cntrl:][:space:],;<>]+@[^@[:cntrl:][:space:],;<>]+$'::text))),
  constraint email_change_in_order CHECK (((expires_at > not_before) AND (confirmed_at < expires_at))),
  constraint email_change_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'effective'::text, 'withdrawn'::text, 'expired'::text]))),
  constraint expired_unconfirmed CHECK (((state <> 'expired'::text) OR (confirmed_at IS NULL))),
  constraint own_change_held CHECK (((proposed_by <> person_id) OR is_first OR (not_before > (proposed_at + '23:00:00'::interval))))
);
CREATE INDEX email_change_closed ON email_change USING btree (closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX email_change_correction ON email_change USING btree (person_id, proposed_by) WHERE (proposed_by <> person_id);
CREATE INDEX email_change_person ON email_change USING btree (person_id, proposed_at DESC);
CREATE UNIQUE INDEX email_change_waiting ON email_change USING btree (person_id) WHERE (state = 'waiting'::text);
CREATE TRIGGER close_email_change_once BEFORE UPDATE ON email_change FOR EACH ROW EXECUTE FUNCTION close_email_change_once();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON email_change FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, person_id, email, proposed_by, consented, not_before, expires_at, event_id, is_first) on email_change to ecpa_program;
grant select on email_change to ecpa_program;
grant update (confirmed_at, state, closed_at, closed_event_id) on email_change to ecpa_program;
comment on table email_change is 'not personal: id, consented, proposed_at, not_before, expires_at, event_id, state, closed_at, closed_event_id, is_first';
comment on column email_change.email is 'personal: a mail address of somebody';
comment on column email_change.proposed_by is 'personal: who proposed the address';
comment on column email_change.confirmed_at is 'personal: when somebody confirmed the address';

create table favourite_application (
  person_id bigint not null,
  application_code application_code not null,
  constraint favourite_application_pkey PRIMARY KEY (person_id, application_code),
  constraint favourite_application_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint favourite_application_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id)
);
grant delete on favourite_application to ecpa_program;
grant insert on favourite_application to ecpa_program;
grant select on favourite_application to ecpa_program;
comment on column favourite_application.application_code is 'personal: what somebody likes to have at hand';

create table feed (
  id bigint not null generated always as identity,
  kind feed_kind not null,
  state feed_state not null default 'receiving'::feed_state,
  source text not null,
  format text,
  bytes bigint not null default 0,
  sha256 bytea,
  as_of date not null,
  at_once boolean not null default false,
  submitted_by bigint,
  submitted_via text not null,
  received_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  stage text,
  done bigint not null default 0,
  total bigint,
  rows integer not null default 0,
  rejected_rows integer not null default 0,
  counts jsonb,
  refusal jsonb,
  held_for jsonb,
  base_id bigint,
  undoes_id bigint,
  decided_by bigint,
  decided_at timestamp with time zone,
  note text,
  applied_at timestamp with time zone,
  event_id bigint,
  trial boolean not null default false,
  said_nothing boolean not null default false,
  renewed_at timestamp with time zone,
  constraint feed_pkey PRIMARY KEY (id),
  constraint feed_base_id_fkey FOREIGN KEY (base_id) REFERENCES feed(id),
  constraint feed_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint feed_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint feed_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES person(id),
  constraint feed_undoes_id_fkey FOREIGN KEY (undoes_id) REFERENCES feed(id),
  constraint another_decides CHECK (((held_for IS NULL) OR (state <> 'applied'::feed_state) OR ((decided_by IS NOT NULL) AND (decided_by IS DISTINCT FROM submitted_by)))),
  constraint feed_bytes_check CHECK ((bytes >= 0)),
  constraint feed_check CHECK (((rejected_rows >= 0) AND (rejected_rows <= rows))),
  constraint feed_check1 CHECK (((state = 'applied'::feed_state) = (applied_at IS NOT NULL))),
  constraint feed_check2 CHECK (((state = 'applied'::feed_state) = (event_id IS NOT NULL))),
  constraint feed_check3 CHECK (((kind = 'undo'::feed_kind) = (undoes_id IS NOT NULL))),
  constraint feed_check4 CHECK (((state <> 'refused'::feed_state) OR (refusal IS NOT NULL))),
  constraint feed_check5 CHECK (((state <> 'held'::feed_state) OR (held_for IS NOT NULL))),
  constraint feed_check6 CHECK (((decided_by IS NULL) = (decided_at IS NULL))),
  constraint feed_check7 CHECK (((NOT trial) OR (state <> 'applied'::feed_state))),
  constraint feed_done_check CHECK ((done >= 0)),
  constraint feed_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'ndjson'::text]))),
  constraint feed_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
  constraint feed_rows_check CHECK ((rows >= 0)),
  constraint feed_sha256_check CHECK ((length(sha256) = 32)),
  constraint feed_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint feed_stage_check CHECK ((stage = ANY (ARRAY['receive'::text, 'compare'::text, 'preview'::text, 'apply'::text]))),
  constraint feed_submitted_via_check CHECK (((length(submitted_via) >= 1) AND (length(submitted_via) <= 100))),
  constraint feed_total_check CHECK ((total >= 0))
);
CREATE INDEX feed_newest ON feed USING btree (id DESC) WHERE (state = 'applied'::feed_state);
CREATE UNIQUE INDEX feed_undone_once ON feed USING btree (undoes_id) WHERE (state = 'applied'::feed_state);
CREATE TRIGGER drop_difference BEFORE DELETE ON feed FOR EACH ROW EXECUTE FUNCTION drop_difference();
CREATE TRIGGER only_trials_vanish BEFORE DELETE ON feed FOR EACH ROW EXECUTE FUNCTION only_trials_vanish();
CREATE TRIGGER rows_go_with_feed AFTER DELETE ON feed FOR EACH ROW EXECUTE FUNCTION rows_go_with_feed();
grant delete on feed to ecpa_program;
grant insert on feed to ecpa_program;
grant select on feed to ecpa_program;
grant update on feed to ecpa_program;
comment on table feed is 'not personal: id, kind, state, source, format, bytes, sha256, as_of, at_once, submitted_via,
  received_at, seen_at, stage, done, total, rows, rejected_rows, counts, refusal, held_for, base_id, undoes_id, decided_at,
  applied_at, event_id, trial, said_nothing, renewed_at';
comment on column feed.submitted_by is 'personal: who brought it';
comment on column feed.decided_by is 'personal: who decided on it';
comment on column feed.note is 'personal: free text of whoever decided';

create table feed_access_effect (
  feed_id bigint not null,
  day date not null,
  application_code application_code not null,
  side text not null,
  active boolean not null,
  people integer not null,
  whole integer not null,
  rights integer not null,
  constraint feed_access_effect_pkey PRIMARY KEY (feed_id, day, application_code, side, active),
  constraint feed_access_effect_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint feed_access_effect_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed_preview(feed_id) ON DELETE CASCADE,
  constraint feed_access_effect_people_check CHECK ((people >= 0)),
  constraint feed_access_effect_rights_check CHECK ((rights >= 0)),
  constraint feed_access_effect_side_check CHECK ((side = ANY (ARRAY['gained'::text, 'lost'::text]))),
  constraint feed_access_effect_whole_check CHECK ((whole >= 0))
);
grant delete on feed_access_effect to ecpa_program;
grant insert on feed_access_effect to ecpa_program;
grant select on feed_access_effect to ecpa_program;
comment on table feed_access_effect is 'not personal: feed_id, day, application_code, side, active, people, whole, rights';

create table feed_agency_effect (
  feed_id bigint not null,
  day date not null,
  agency_code agency_code not null,
  officer boolean not null,
  supervisor boolean not null,
  manager boolean not null,
  delegates integer not null,
  constraint feed_agency_effect_pkey PRIMARY KEY (feed_id, day, agency_code),
  constraint feed_agency_effect_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint feed_agency_effect_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed_preview(feed_id) ON DELETE CASCADE,
  constraint feed_agency_effect_check CHECK ((officer OR supervisor OR manager)),
  constraint feed_agency_effect_delegates_check CHECK ((delegates >= 0))
);
grant delete on feed_agency_effect to ecpa_program;
grant insert on feed_agency_effect to ecpa_program;
grant select on feed_agency_effect to ecpa_program;
comment on table feed_agency_effect is 'not personal: feed_id, day, agency_code, officer, supervisor, manager, delegates';

create table feed_consequence (
  id bigint not null generated always as identity,
  feed_id bigint,
  cause_id bigint not null,
  transaction xid8 not null default pg_current_xact_id(),
  at timestamp with time zone not null default now(),
  kind text not null,
  decision_id uuid,
  person_id bigint,
  agency_code agency_code,
  change text not null,
  version_before smallint,
  version_written smallint,
  event_id bigint not null,
  constraint feed_consequence_pkey PRIMARY KEY (id),
  constraint feed_consequence_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint feed_consequence_cause_id_fkey FOREIGN KEY (cause_id) REFERENCES audit_event(id),
  constraint feed_consequence_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint feed_consequence_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id),
  constraint feed_consequence_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint feed_consequence_change_check CHECK ((change = ANY (ARRAY['suspended'::text, 'ended'::text, 'lapsed'::text, 'revived'::text, 'warned'::text, 'disabled'::text, 'enabled'::text]))),
  constraint feed_consequence_check CHECK (((decision_id IS NULL) = (kind = 'account'::text))),
  constraint feed_consequence_check1 CHECK (((change = ANY (ARRAY['warned'::text, 'disabled'::text, 'enabled'::text])) = (kind = 'account'::text))),
  constraint feed_consequence_check2 CHECK ((((decision_id IS NULL) = (version_before IS NULL)) AND ((version_before IS NULL) = (version_written IS NULL)))),
  constraint feed_consequence_kind_check CHECK ((kind = ANY (ARRAY['grant'::text, 'membership'::text, 'delegation'::text, 'role'::text, 'account'::text])))
);
CREATE INDEX feed_consequence_account ON feed_consequence USING btree (person_id, id DESC) WHERE (kind = 'account'::text);
CREATE INDEX feed_consequence_at ON feed_consequence USING btree (at) WHERE (feed_id IS NULL);
CREATE INDEX feed_consequence_cause ON feed_consequence USING btree (cause_id, person_id);
CREATE INDEX feed_consequence_decision ON feed_consequence USING btree (decision_id) WHERE (decision_id IS NOT NULL);
CREATE INDEX feed_consequence_feed ON feed_consequence USING btree (feed_id) WHERE (feed_id IS NOT NULL);
CREATE INDEX feed_consequence_transaction ON feed_consequence USING btree (transaction, kind);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON feed_consequence FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (feed_id, cause_id, kind, decision_id, person_id, agency_code, change, version_before, version_written, event_id) on feed_consequence to ecpa_program;
grant select on feed_consequence to ecpa_program;
comment on table feed_consequence is 'not personal: id, feed_id, cause_id, transaction, at, kind, decision_id, agency_code, change,
  version_before, version_written, event_id';

create table feed_effect (
  feed_id bigint not null,
  day date not null,
  what text not null,
  count integer not null,
  constraint feed_effect_pkey PRIMARY KEY (feed_id, day, what),
  constraint feed_effect_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed_preview(feed_id) ON DELETE CASCADE,
  constraint feed_effect_count_check CHECK ((count > 0)),
  constraint feed_effect_what_check CHECK ((what = ANY (ARRAY['joining'::text, 'moving'::text, 'leaving'::text, 'renamed'::text, 'grantsSuspended'::text, 'proposalsEnded'::text, 'membershipsSuspended'::text, 'delegationsEnded'::text, 'delegationsSuspended'::text, 'rolesEnded'::text, 'accountsEnabled'::text, 'reviewsOpened'::text, 'grantsRevived'::text, 'membershipsRevived'::text, 'delegationsRevived'::text, 'rolesRevived'::text])))
);
grant delete on feed_effect to ecpa_program;
grant insert on feed_effect to ecpa_program;
grant select on feed_effect to ecpa_program;
comment on table feed_effect is 'not personal: feed_id, day, what, count';

create table feed_fault (
  id bigint not null generated always as identity,
  feed_id bigint not null,
  line integer not null,
  field text,
  code text not null,
  detail jsonb not null default '{}'::jsonb,
  row_sealed bytea,
  national_id_index bytea,
  constraint feed_fault_pkey PRIMARY KEY (id),
  constraint feed_fault_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id) ON DELETE CASCADE,
  constraint feed_fault_code_check CHECK ((code ~ '^[a-z][A-Za-z]*$'::text)),
  constraint feed_fault_field_check CHECK ((length(field) <= 40)),
  constraint feed_fault_national_id_index_check CHECK ((length(national_id_index) = 32))
);
CREATE INDEX feed_fault_feed ON feed_fault USING btree (feed_id, line, id);
CREATE INDEX feed_fault_person ON feed_fault USING btree (feed_id, national_id_index) WHERE (national_id_index IS NOT NULL);
grant delete on feed_fault to ecpa_program;
grant insert on feed_fault to ecpa_program;
grant select on feed_fault to ecpa_program;
comment on table feed_fault is 'not personal: id, feed_id, line, field, code';
comment on column feed_fault.detail is 'personal: the value at fault, never a national ID';
comment on column feed_fault.row_sealed is 'personal: the rejected row as it came, sealed';
comment on column feed_fault.national_id_index is 'personal: 身分證號, as a keyed hash';

create table feed_manager (
  cause_id bigint not null,
  person_id bigint not null,
  agency_code agency_code not null,
  kind text not null,
  decisions integer not null,
  constraint feed_manager_pkey PRIMARY KEY (cause_id, person_id, agency_code, kind),
  constraint feed_manager_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint feed_manager_cause_id_fkey FOREIGN KEY (cause_id) REFERENCES audit_event(id),
  constraint feed_manager_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint feed_manager_decisions_check CHECK ((decisions > 0)),
  constraint feed_manager_kind_check CHECK ((kind = ANY (ARRAY['grant'::text, 'membership'::text, 'delegation'::text])))
);
grant delete on feed_manager to ecpa_program;
grant insert on feed_manager to ecpa_program;
grant select on feed_manager to ecpa_program;
comment on table feed_manager is 'not personal: cause_id, kind, decisions';
comment on column feed_manager.agency_code is 'personal: which agency somebody manages';

create table feed_officer_effect (
  feed_id bigint not null,
  day date not null,
  agency_code agency_code not null,
  person_id bigint not null,
  was standing,
  becomes standing,
  constraint feed_officer_effect_pkey PRIMARY KEY (feed_id, day, agency_code, person_id),
  constraint feed_officer_effect_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint feed_officer_effect_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed_preview(feed_id) ON DELETE CASCADE,
  constraint feed_officer_effect_check CHECK (((becomes = ANY (ARRAY['hr'::standing, 'hrSupervisor'::standing])) AND (was IS DISTINCT FROM becomes))),
  constraint feed_officer_effect_was_check CHECK ((was = ANY (ARRAY['hr'::standing, 'hrSupervisor'::standing])))
);
grant delete on feed_officer_effect to ecpa_program;
grant insert on feed_officer_effect to ecpa_program;
grant select on feed_officer_effect to ecpa_program;
comment on table feed_officer_effect is 'not personal: feed_id';
comment on column feed_officer_effect.day is 'personal: since when';
comment on column feed_officer_effect.agency_code is 'personal: where somebody works';
comment on column feed_officer_effect.was is 'personal: 身分種類 of the person until then';
comment on column feed_officer_effect.becomes is 'personal: 身分種類 of the person from then on';

create table feed_person (
  feed_id bigint not null,
  person_id bigint not null,
  change text not null,
  national_id_sealed bytea,
  national_id_index bytea,
  name text not null,
  birth_date date not null,
  email text,
  constraint feed_person_pkey PRIMARY KEY (feed_id, person_id),
  constraint feed_person_change_check CHECK ((change = ANY (ARRAY['new'::text, 'changed'::text]))),
  constraint feed_person_check CHECK ((((change = 'new'::text) = (national_id_index IS NOT NULL)) AND ((national_id_index IS NULL) = (national_id_sealed IS NULL))))
);
CREATE TRIGGER check_feed_there AFTER INSERT ON feed_person REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_feed_there();
grant delete on feed_person to ecpa_program;
grant insert on feed_person to ecpa_program;
grant select on feed_person to ecpa_program;
comment on table feed_person is 'not personal: feed_id, change';
comment on column feed_person.national_id_sealed is 'personal: 身分證號, sealed';
comment on column feed_person.national_id_index is 'personal: 身分證號, as a keyed hash';
comment on column feed_person.name is 'personal: the name';
comment on column feed_person.birth_date is 'personal: the day of birth';
comment on column feed_person.email is 'personal: the mail address of the personnel record';

create table feed_post (
  feed_id bigint not null,
  person_id bigint not null,
  post_id bigint not null,
  change text not null,
  ends boolean not null,
  agency_code agency_code not null,
  kind post_kind not null,
  unit text not null,
  title text not null,
  starts date not null,
  staff_category text not null,
  supervisor_level text not null,
  rank text not null,
  job_series text not null,
  nature text not null,
  section text not null,
  valid daterange,
  constraint feed_post_pkey PRIMARY KEY (feed_id, person_id, post_id),
  constraint feed_post_change_check CHECK ((change = ANY (ARRAY['new'::text, 'changed'::text, 'withdrawn'::text]))),
  constraint feed_post_check CHECK (((change = 'withdrawn'::text) = (valid IS NULL))),
  constraint feed_post_valid_check CHECK ((NOT isempty(valid)))
);
CREATE INDEX feed_post_agency ON feed_post USING btree (feed_id, agency_code);
CREATE TRIGGER check_feed_there AFTER INSERT ON feed_post REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION check_feed_there();
grant delete on feed_post to ecpa_program;
grant insert on feed_post to ecpa_program;
grant select on feed_post to ecpa_program;
grant update (change, ends, valid) on feed_post to ecpa_program;
comment on table feed_post is 'not personal: feed_id, change';
comment on column feed_post.ends is 'personal: whether somebody leaves the post';
comment on column feed_post.agency_code is 'personal: where somebody works';
comment on column feed_post.kind is 'personal: whether it is the main post';
comment on column feed_post.unit is 'personal: in which unit somebody works';
comment on column feed_post.title is 'personal: as what somebody works';
comment on column feed_post.starts is 'personal: since when';
comment on column feed_post.staff_category is 'personal: 人員區分 of the post held';
comment on column feed_post.supervisor_level is 'personal: 主管級別 of the post held';
comment on column feed_post.rank is 'personal: 官職等 of the post held';
comment on column feed_post.job_series is 'personal: 職系 of the post held';
comment on column feed_post.nature is 'personal: 兼職性質 of the post held';
comment on column feed_post.section is 'personal: in which section somebody works';
comment on column feed_post.valid is 'personal: from when to when';

create table feed_preview (
  feed_id bigint not null,
  day date not null,
  counted_at timestamp with time zone not null default now(),
  constraint feed_preview_pkey PRIMARY KEY (feed_id),
  constraint feed_preview_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id) ON DELETE CASCADE
);
grant delete on feed_preview to ecpa_program;
grant insert on feed_preview to ecpa_program;
grant select on feed_preview to ecpa_program;
comment on table feed_preview is 'not personal: feed_id, day, counted_at';

create table feed_request (
  client_id text not null,
  key text not null,
  feed_id bigint,
  begun_at timestamp with time zone not null default now(),
  constraint feed_request_pkey PRIMARY KEY (client_id, key),
  constraint feed_request_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id) ON DELETE CASCADE,
  constraint feed_request_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);
grant delete on feed_request to ecpa_program;
grant insert on feed_request to ecpa_program;
grant select on feed_request to ecpa_program;
grant update on feed_request to ecpa_program;
comment on table feed_request is 'not personal: client_id, key, feed_id, begun_at';

create table feed_row (
  feed_id bigint not null,
  line integer not null,
  national_id_sealed bytea not null,
  national_id_index bytea not null,
  name text not null,
  birth_date date not null,
  email text,
  agency_code text not null,
  kind post_kind not null,
  unit text not null,
  title text not null,
  starts date not null,
  ends date,
  staff_category text not null,
  supervisor_level text not null,
  rank text not null,
  job_series text not null,
  nature text not null,
  section text not null
);
CREATE INDEX feed_row_feed ON feed_row USING btree (feed_id);
grant delete on feed_row to ecpa_program;
grant insert on feed_row to ecpa_program;
grant select on feed_row to ecpa_program;
comment on table feed_row is 'not personal: feed_id, line';
comment on column feed_row.national_id_sealed is 'personal: 身分證號, sealed';
comment on column feed_row.national_id_index is 'personal: 身分證號, as a keyed hash';
comment on column feed_row.name is 'personal: the name';
comment on column feed_row.birth_date is 'personal: the day of birth';
comment on column feed_row.email is 'personal: the mail address of the personnel record';
comment on column feed_row.agency_code is 'personal: where somebody works';
comment on column feed_row.kind is 'personal: whether it is the main post';
comment on column feed_row.unit is 'personal: in which unit somebody works';
comment on column feed_row.title is 'personal: as what somebody works';
comment on column feed_row.starts is 'personal: since when';
comment on column feed_row.ends is 'personal: until when';
comment on column feed_row.staff_category is 'personal: 人員區分 of the post held';
comment on column feed_row.supervisor_level is 'personal: 主管級別 of the post held';
comment on column feed_row.rank is 'personal: 官職等 of the post held';
comment on column feed_row.job_series is 'personal: 職系 of the post held';
comment on column feed_row.nature is 'personal: 兼職性質 of the post held';
comment on column feed_row.section is 'personal: in which section somebody works';

create table followed_day (
  only_one boolean not null default true,
  day date not null,
  constraint followed_day_pkey PRIMARY KEY (only_one),
  constraint followed_day_only_one_check CHECK (only_one)
);
grant insert on followed_day to ecpa_program;
grant select on followed_day to ecpa_program;
grant update (day) on followed_day to ecpa_program;
comment on table followed_day is 'not personal: only_one, day';

create table grant_let_end (
  grant_id uuid not null,
  version smallint not null,
  person_id bigint not null,
  let_at timestamp with time zone not null default now(),
  constraint grant_let_end_pkey PRIMARY KEY (grant_id, version),
  constraint grant_let_end_grant_id_version_fkey FOREIGN KEY (grant_id, version) REFERENCES permission_grant(id, version),
  constraint grant_let_end_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
grant insert (grant_id, version, person_id) on grant_let_end to ecpa_program;
grant select on grant_let_end to ecpa_program;
comment on table grant_let_end is 'not personal: grant_id, version, let_at';
comment on column grant_let_end.person_id is 'personal: who lets end what they gave';

create table greeting (
  id uuid not null default gen_random_uuid(),
  sender_id bigint not null,
  picture text,
  words_sealed bytea,
  deliver_on date,
  version integer not null default 1,
  changed_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  sender_agency agency_code,
  receivers smallint,
  due_at timestamp with time zone,
  delivered_at timestamp with time zone,
  missed smallint,
  taken_back_at timestamp with time zone,
  constraint greeting_pkey PRIMARY KEY (id),
  constraint greeting_sender_agency_fkey FOREIGN KEY (sender_agency) REFERENCES agency(code),
  constraint greeting_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES account(person_id),
  constraint delivered_or_taken_back CHECK ((num_nonnulls(delivered_at, taken_back_at) <= 1)),
  constraint greeting_check CHECK (((missed >= 0) AND (missed <= receivers))),
  constraint greeting_picture_check CHECK (((picture ~ '^[a-z]+(-[a-z]+)*$'::text) AND (length(picture) <= 40))),
  constraint greeting_receivers_check CHECK (((receivers >= 1) AND (receivers <= 50))),
  constraint greeting_words_sealed_check CHECK (((length(words_sealed) >= 30) AND (length(words_sealed) <= 2029))),
  constraint missed_when_delivered CHECK (((delivered_at IS NULL) = (missed IS NULL))),
  constraint sent_whole CHECK (
CASE
    WHEN (sent_at IS NULL) THEN (num_nonnulls(sender_agency, receivers, due_at, delivered_at, missed, taken_back_at) = 0)
    ELSE (num_nulls(picture, words_sealed, deliver_on, receivers, due_at) = 0)
END)
);
CREATE UNIQUE INDEX greeting_draft ON greeting USING btree (sender_id) WHERE (sent_at IS NULL);
CREATE INDEX greeting_draft_old ON greeting USING btree (changed_at) WHERE (sent_at IS NULL);
CREATE INDEX greeting_due ON greeting USING btree (due_at, id) WHERE ((sent_at IS NOT NULL) AND (delivered_at IS NULL) AND (taken_back_at IS NULL));
CREATE INDEX greeting_old ON greeting USING btree (COALESCE(delivered_at, taken_back_at)) WHERE (sent_at IS NOT NULL);
CREATE INDEX greeting_sent ON greeting USING btree (sender_id, sent_at DESC, id DESC) WHERE (sent_at IS NOT NULL);
CREATE TRIGGER greeting_receivers_counted AFTER UPDATE OF sent_at ON greeting FOR EACH ROW WHEN ((new.sent_at IS NOT NULL)) EXECUTE FUNCTION greeting_receivers_counted();
CREATE TRIGGER greeting_stays BEFORE UPDATE ON greeting FOR EACH ROW EXECUTE FUNCTION greeting_stays();
grant delete on greeting to ecpa_program;
grant insert (id, sender_id, picture, words_sealed, deliver_on) on greeting to ecpa_program;
grant select on greeting to ecpa_program;
grant update (picture, words_sealed, deliver_on, version, changed_at, sent_at, sender_agency, receivers, due_at, delivered_at, missed, taken_back_at) on greeting to ecpa_program;
comment on table greeting is 'not personal: id, version, receivers, missed';
comment on column greeting.sender_id is 'personal: who writes to others';
comment on column greeting.picture is 'personal: on what occasion somebody writes';
comment on column greeting.words_sealed is 'personal: what somebody writes to others, sealed';
comment on column greeting.deliver_on is 'personal: on which day somebody wants it to be read';
comment on column greeting.changed_at is 'personal: when somebody wrote';
comment on column greeting.sent_at is 'personal: when somebody sent it';
comment on column greeting.sender_agency is 'personal: where somebody worked then';
comment on column greeting.due_at is 'personal: when it is to arrive';
comment on column greeting.delivered_at is 'personal: when it arrived';
comment on column greeting.taken_back_at is 'personal: when somebody took it back';

create table greeting_block (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  sender_id bigint not null,
  blocked_at timestamp with time zone not null default now(),
  constraint greeting_block_pkey PRIMARY KEY (id),
  constraint greeting_block_once UNIQUE (person_id, sender_id),
  constraint greeting_block_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint greeting_block_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES account(person_id),
  constraint not_oneself CHECK ((person_id <> sender_id))
);
grant delete on greeting_block to ecpa_program;
grant insert (person_id, sender_id) on greeting_block to ecpa_program;
grant select on greeting_block to ecpa_program;
comment on table greeting_block is 'not personal: id';
comment on column greeting_block.sender_id is 'personal: whom somebody blocked';
comment on column greeting_block.blocked_at is 'personal: when somebody blocked another';

create table greeting_receiver (
  id uuid not null default gen_random_uuid(),
  greeting_id uuid not null,
  place smallint not null,
  person_id bigint not null,
  agency_code agency_code not null,
  outcome text,
  arrived_at timestamp with time zone,
  read_at timestamp with time zone,
  deleted_at timestamp with time zone,
  constraint greeting_receiver_pkey PRIMARY KEY (id),
  constraint greeting_receiver_once UNIQUE (greeting_id, person_id),
  constraint greeting_receiver_place UNIQUE (greeting_id, place),
  constraint greeting_receiver_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint greeting_receiver_greeting_id_fkey FOREIGN KEY (greeting_id) REFERENCES greeting(id) ON DELETE CASCADE,
  constraint greeting_receiver_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint arrived_when CHECK (((arrived_at IS NOT NULL) = (NOT (outcome IS DISTINCT FROM 'arrived'::text)))),
  constraint greeting_receiver_outcome_check CHECK ((outcome = ANY (ARRAY['arrived'::text, 'gone'::text, 'blocked'::text]))),
  constraint greeting_receiver_place_check CHECK (((place >= 1) AND (place <= 50))),
  constraint read_after_arrival CHECK (((arrived_at IS NOT NULL) OR ((read_at IS NULL) AND (deleted_at IS NULL))))
);
CREATE INDEX greeting_received ON greeting_receiver USING btree (person_id, arrived_at DESC, id DESC) WHERE ((arrived_at IS NOT NULL) AND (deleted_at IS NULL));
CREATE TRIGGER greeting_outcome_stays BEFORE UPDATE ON greeting_receiver FOR EACH ROW EXECUTE FUNCTION greeting_outcome_stays();
CREATE TRIGGER greeting_receivers_stay BEFORE INSERT OR DELETE ON greeting_receiver FOR EACH ROW EXECUTE FUNCTION greeting_receivers_stay();
grant delete on greeting_receiver to ecpa_program;
grant insert (greeting_id, place, person_id, agency_code) on greeting_receiver to ecpa_program;
grant select on greeting_receiver to ecpa_program;
grant update (outcome, arrived_at, read_at, deleted_at) on greeting_receiver to ecpa_program;
comment on table greeting_receiver is 'not personal: id, greeting_id, place';
comment on column greeting_receiver.agency_code is 'personal: where somebody works';
comment on column greeting_receiver.outcome is 'personal: whether it reached somebody, or they did not want it';
comment on column greeting_receiver.arrived_at is 'personal: when somebody received it';
comment on column greeting_receiver.read_at is 'personal: when somebody opened it';
comment on column greeting_receiver.deleted_at is 'personal: when somebody threw it away';

create table greeting_search (
  id bigint not null generated always as identity,
  person_id bigint not null,
  searched_at timestamp with time zone not null default now(),
  constraint greeting_search_pkey PRIMARY KEY (id),
  constraint greeting_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id)
);
CREATE INDEX greeting_search_old ON greeting_search USING btree (searched_at);
CREATE INDEX greeting_search_person ON greeting_search USING btree (person_id, searched_at);
grant delete on greeting_search to ecpa_program;
grant insert (person_id) on greeting_search to ecpa_program;
grant select on greeting_search to ecpa_program;
comment on table greeting_search is 'not personal: id';
comment on column greeting_search.searched_at is 'personal: when somebody looked for colleagues';

create table group_home (
  id bigint not null generated always as identity,
  group_code group_code not null,
  agency_code agency_code not null,
  valid daterange not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint group_home_pkey PRIMARY KEY (id),
  constraint group_home_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint group_home_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint group_home_group_code_fkey FOREIGN KEY (group_code) REFERENCES permission_group(code),
  constraint group_home_valid_check CHECK ((NOT isempty(valid))),
  constraint group_home_once EXCLUDE USING gist (group_code WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON group_home FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON group_home FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, group_code, agency_code, valid, event_id) on group_home to ecpa_program;
grant select on group_home to ecpa_program;
grant update (recorded) on group_home to ecpa_program;
comment on table group_home is 'not personal: id, group_code, agency_code, valid, recorded, event_id';

create table group_member (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  group_code group_code not null,
  person_id bigint not null,
  post_id bigint not null,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  reason text,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  given_by bigint,
  constraint group_member_pkey PRIMARY KEY (id, version),
  constraint group_member_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint group_member_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint group_member_group_code_fkey FOREIGN KEY (group_code) REFERENCES permission_group(code),
  constraint group_member_person_id_post_id_fkey FOREIGN KEY (person_id, post_id) REFERENCES post(person_id, id),
  constraint group_member_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint group_member_valid_check CHECK ((NOT isempty(valid))),
  constraint no_self_membership CHECK ((given_by <> person_id)),
  constraint group_member_once EXCLUDE USING gist (person_id WITH =, group_code WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX group_member_closed ON group_member USING btree (upper(recorded)) WHERE (NOT upper_inf(recorded));
CREATE INDEX group_member_group ON group_member USING btree (group_code);
CREATE INDEX group_member_person ON group_member USING btree (person_id);
CREATE INDEX group_member_suspended ON group_member USING btree (group_code) WHERE ((state = 'suspended'::decision_state) AND upper_inf(recorded));
CREATE TRIGGER keep_parties BEFORE INSERT ON group_member FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('group_code', 'person_id', 'given_by');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON group_member FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON group_member REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('membership');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON group_member FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, group_code, person_id, post_id, valid, state, reason, event_id, given_by) on group_member to ecpa_program;
grant select on group_member to ecpa_program;
grant update (recorded) on group_member to ecpa_program;
comment on table group_member is 'not personal: id, version, group_code, valid, state, recorded, event_id';
comment on column group_member.reason is 'personal: free text about somebody';
comment on column group_member.given_by is 'personal: who made somebody a member';

create table handover_decision (
  review_id uuid not null,
  kind reviewed_kind not null,
  subject_id uuid not null,
  decision text not null,
  decided_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint handover_decision_pkey PRIMARY KEY (review_id, kind, subject_id),
  constraint handover_decision_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint handover_decision_review_id_fkey FOREIGN KEY (review_id) REFERENCES handover_review(id),
  constraint handover_decision_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'end'::text]))),
  constraint handover_decision_kind_check CHECK ((kind <> 'membership'::reviewed_kind))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON handover_decision FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on handover_decision to ecpa_program;
grant select on handover_decision to ecpa_program;
grant update (decision, decided_at, event_id) on handover_decision to ecpa_program;
comment on table handover_decision is 'not personal: review_id, kind, subject_id, event_id';
comment on column handover_decision.decision is 'personal: what was decided about somebody';
comment on column handover_decision.decided_at is 'personal: when somebody decided';

create table handover_flag (
  review_id uuid not null,
  kind reviewed_kind not null,
  subject_id uuid not null,
  note text not null,
  flagged_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint handover_flag_pkey PRIMARY KEY (review_id, kind, subject_id),
  constraint handover_flag_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint handover_flag_review_id_fkey FOREIGN KEY (review_id) REFERENCES handover_review(id),
  constraint handover_flag_kind_check CHECK ((kind <> 'membership'::reviewed_kind)),
  constraint handover_flag_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500)))
);
CREATE INDEX handover_flag_subject ON handover_flag USING btree (kind, subject_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON handover_flag FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on handover_flag to ecpa_program;
grant insert on handover_flag to ecpa_program;
grant select on handover_flag to ecpa_program;
grant update (note, flagged_at, event_id) on handover_flag to ecpa_program;
comment on table handover_flag is 'not personal: review_id, kind, subject_id, event_id';
comment on column handover_flag.note is 'personal: free text about somebody';
comment on column handover_flag.flagged_at is 'personal: when somebody wrote it';

create table handover_review (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  agency_code agency_code not null,
  standing standing not null,
  opens_on date not null,
  opened_at timestamp with time zone not null default now(),
  feed_id bigint,
  put_off_until date,
  done_at timestamp with time zone,
  event_id bigint not null,
  constraint handover_review_pkey PRIMARY KEY (id),
  constraint handover_review_person_id_agency_code_standing_opens_on_key UNIQUE (person_id, agency_code, standing, opens_on),
  constraint handover_review_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint handover_review_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint handover_review_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id),
  constraint handover_review_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint handover_review_check CHECK (((put_off_until > opens_on) OR (put_off_until IS NULL))),
  constraint handover_review_check1 CHECK (((standing = 'hrSupervisor'::standing) OR (put_off_until IS NULL))),
  constraint handover_review_standing_check CHECK ((standing = ANY (ARRAY['hr'::standing, 'hrSupervisor'::standing])))
);
CREATE INDEX handover_review_agency ON handover_review USING btree (agency_code);
CREATE INDEX handover_review_waiting ON handover_review USING btree (person_id) WHERE (done_at IS NULL);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON handover_review FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on handover_review to ecpa_program;
grant insert on handover_review to ecpa_program;
grant select on handover_review to ecpa_program;
grant update (put_off_until, done_at) on handover_review to ecpa_program;
comment on table handover_review is 'not personal: id, feed_id, event_id';
comment on column handover_review.agency_code is 'personal: where somebody is new';
comment on column handover_review.standing is 'personal: in which standing';
comment on column handover_review.opens_on is 'personal: since when';
comment on column handover_review.opened_at is 'personal: when it was known';
comment on column handover_review.put_off_until is 'personal: until when somebody put it off';
comment on column handover_review.done_at is 'personal: when somebody was done';

create table known_browser (
  person_id bigint not null,
  browser_hash bytea not null,
  first_seen_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  constraint known_browser_pkey PRIMARY KEY (person_id, browser_hash),
  constraint known_browser_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint known_browser_browser_hash_check CHECK ((length(browser_hash) = 32)),
  constraint known_browser_seen_in_order CHECK ((last_seen_at >= first_seen_at))
);
CREATE INDEX known_browser_last_seen ON known_browser USING btree (last_seen_at);
grant delete on known_browser to ecpa_program;
grant insert on known_browser to ecpa_program;
grant select on known_browser to ecpa_program;
grant update (last_seen_at) on known_browser to ecpa_program;
comment on table known_browser is 'not personal: browser_hash';
comment on column known_browser.first_seen_at is 'personal: when somebody first signed in with it';
comment on column known_browser.last_seen_at is 'personal: when somebody last signed in with it';

create table last_use (
  person_id bigint not null,
  agency_code agency_code not null,
  application_code application_code,
  acting_code agency_code,
  used_on date not null,
  constraint last_use_person_id_agency_code_application_code_acting_code_key UNIQUE NULLS NOT DISTINCT (person_id, agency_code, application_code, acting_code),
  constraint last_use_acting_code_fkey FOREIGN KEY (acting_code) REFERENCES agency(code),
  constraint last_use_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint last_use_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint last_use_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX last_use_agency ON last_use USING btree (agency_code, application_code, acting_code);
grant insert on last_use to ecpa_program;
grant select on last_use to ecpa_program;
grant update (used_on) on last_use to ecpa_program;
comment on column last_use.agency_code is 'personal: on behalf of which agency somebody worked';
comment on column last_use.application_code is 'personal: what somebody opened';
comment on column last_use.acting_code is 'personal: by the duty of which agency';
comment on column last_use.used_on is 'personal: when somebody did last';

create table last_use_drawn (
  only_one boolean not null default true,
  up_to bigint not null,
  since date not null,
  constraint last_use_drawn_pkey PRIMARY KEY (only_one),
  constraint last_use_drawn_only_one_check CHECK (only_one)
);
grant insert on last_use_drawn to ecpa_program;
grant select on last_use_drawn to ecpa_program;
grant update (up_to) on last_use_drawn to ecpa_program;
comment on table last_use_drawn is 'not personal: only_one, up_to, since';

create table listed_certificate (
  id uuid not null default gen_random_uuid(),
  issuer text not null,
  serial text not null,
  agency_code agency_code,
  valid daterange not null,
  reason text not null,
  given_by bigint,
  event_id bigint not null,
  ended_at timestamp with time zone,
  ended_event_id bigint,
  constraint listed_certificate_pkey PRIMARY KEY (id),
  constraint listed_certificate_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint listed_certificate_ended_event_id_fkey FOREIGN KEY (ended_event_id) REFERENCES audit_event(id),
  constraint listed_certificate_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint listed_certificate_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint listed_certificate_issuer_fkey FOREIGN KEY (issuer) REFERENCES certificate_authority(code),
  constraint listed_certificate_check CHECK (((ended_at IS NULL) = (ended_event_id IS NULL))),
  constraint listed_certificate_reason_check CHECK ((((length(reason) >= 1) AND (length(reason) <= 500)) AND (btrim(reason) <> ''::text))),
  constraint listed_certificate_serial_check CHECK ((serial ~ '^([0-9a-f]{2}){1,64}$'::text)),
  constraint listed_certificate_valid_check CHECK (((NOT isempty(valid)) AND lower_inc(valid) AND (lower(valid) IS NOT NULL))),
  constraint listed_once EXCLUDE USING gist (issuer WITH =, serial WITH =, valid WITH &&) WHERE ((ended_at IS NULL))
);
CREATE INDEX listed_certificate_agency ON listed_certificate USING btree (agency_code) WHERE (ended_at IS NULL);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON listed_certificate FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, issuer, serial, agency_code, valid, reason, given_by, event_id) on listed_certificate to ecpa_program;
grant select on listed_certificate to ecpa_program;
grant update (ended_at, ended_event_id) on listed_certificate to ecpa_program;
comment on table listed_certificate is 'not personal: id, issuer, serial, agency_code, valid, reason, event_id, ended_at, ended_event_id';

create table mail (
  id uuid not null default gen_random_uuid(),
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  written_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  failure text,
  language text not null default 'zh-TW'::text,
  link_path text,
  link_label text,
  way_id uuid,
  attempts smallint not null default 0,
  leased_until timestamp with time zone,
  given_up_at timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_way_id_fkey FOREIGN KEY (way_id) REFERENCES way_in(id) ON DELETE CASCADE,
  constraint given_up_for_a_reason CHECK (((given_up_at IS NULL) OR (failure IS NOT NULL))),
  constraint mail_attempts_check CHECK ((attempts >= 0)),
  constraint mail_body_html_check CHECK ((length(body_html) <= 100000)),
  constraint mail_body_text_check CHECK ((length(body_text) <= 20000)),
  constraint mail_check CHECK (((link_path IS NULL) = (link_label IS NULL))),
  constraint mail_failure_check CHECK ((length(failure) <= 1000)),
  constraint mail_in_one_state CHECK ((num_nonnulls(sent_at, leased_until, given_up_at) <= 1)),
  constraint mail_language_check CHECK ((language = ANY (ARRAY['zh-TW'::text, 'en'::text]))),
  constraint mail_link_label_check CHECK (((length(link_label) >= 1) AND (length(link_label) <= 100))),
  constraint mail_link_path_check CHECK (((link_path ~ '^/([^/\\[:cntrl:][:space:]][^\\[:cntrl:][:space:]]*)?$'::text) AND (length(link_path) <= 2000))),
  constraint mail_recipient_check CHECK (((length(recipient) >= 3) AND (length(recipient) <= 254))),
  constraint mail_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 200))),
  constraint no_secret_in_clear CHECK ((link_path !~~ '%?way=%'::text)),
  constraint way_has_its_path CHECK (((way_id IS NULL) OR (link_path = ANY (ARRAY['/new-password'::text, '/activate'::text, '/confirm-email'::text]))))
);
CREATE INDEX mail_given_up ON mail USING btree (given_up_at) WHERE (given_up_at IS NOT NULL);
CREATE INDEX mail_waiting ON mail USING btree (written_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));
CREATE INDEX mail_way ON mail USING btree (way_id) WHERE (way_id IS NOT NULL);
grant delete on mail to ecpa_program;
grant insert on mail to ecpa_program;
grant select on mail to ecpa_program;
grant update on mail to ecpa_program;
comment on table mail is 'not personal: id, written_at, sent_at, link_label, attempts, leased_until, given_up_at';
comment on column mail.recipient is 'personal: the mail address of somebody';
comment on column mail.subject is 'personal: what somebody is told';
comment on column mail.body_text is 'personal: what somebody is told';
comment on column mail.body_html is 'personal: what somebody is told';
comment on column mail.failure is 'personal: the mail server''s words, which may quote the address';
comment on column mail.language is 'personal: the language that somebody reads';
comment on column mail.link_path is 'personal: where the letter leads';
comment on column mail.way_id is 'personal: the way in for one person that the letter carries';

create table maintenance (
  only_one boolean not null default true,
  starts timestamp with time zone not null,
  ends timestamp with time zone not null,
  note text,
  note_en text,
  event_id bigint not null,
  constraint maintenance_pkey PRIMARY KEY (only_one),
  constraint maintenance_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint maintenance_ends CHECK (((ends > starts) AND ((ends - starts) <= '7 days'::interval))),
  constraint maintenance_note_check CHECK ((((length(note) >= 1) AND (length(note) <= 300)) AND (note !~ '[[:cntrl:]]'::text))),
  constraint maintenance_note_en_check CHECK ((((length(note_en) >= 1) AND (length(note_en) <= 300)) AND (note_en !~ '[[:cntrl:]]'::text))),
  constraint maintenance_only_one_check CHECK (only_one),
  constraint said_in_both_languages CHECK (((note_en IS NULL) OR (note IS NOT NULL)))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON maintenance FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on maintenance to ecpa_program;
grant insert on maintenance to ecpa_program;
grant select on maintenance to ecpa_program;
grant update on maintenance to ecpa_program;
comment on table maintenance is 'not personal: only_one, starts, ends, note, note_en, event_id';

create table migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);
grant select on migration to ecpa_program;
comment on table migration is 'not personal: name, sha256, applied_at';

create table notice (
  person_id bigint not null,
  telling_id bigint not null,
  read_at timestamp with time zone,
  letter_due boolean not null default true,
  constraint notice_pkey PRIMARY KEY (person_id, telling_id),
  constraint notice_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint notice_telling_id_fkey FOREIGN KEY (telling_id) REFERENCES telling(id)
);
CREATE INDEX notice_letter_due ON notice USING btree (telling_id, person_id) WHERE letter_due;
CREATE INDEX notice_unread ON notice USING btree (person_id) WHERE (read_at IS NULL);
grant insert on notice to ecpa_program;
grant select on notice to ecpa_program;
grant update (read_at, letter_due) on notice to ecpa_program;
comment on table notice is 'not personal: telling_id, letter_due';
comment on column notice.read_at is 'personal: when somebody read it';

create table notice_agreement (
  person_id bigint not null,
  version smallint not null,
  method text not null,
  agreed_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint notice_agreement_pkey PRIMARY KEY (person_id, version),
  constraint notice_agreement_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint notice_agreement_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint notice_agreement_method_check CHECK ((method = ANY (ARRAY['password'::text, 'passkey'::text, 'personCertificate'::text]))),
  constraint notice_agreement_version_check CHECK ((version > 0))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON notice_agreement FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (person_id, version, method, event_id) on notice_agreement to ecpa_program;
grant select on notice_agreement to ecpa_program;
comment on table notice_agreement is 'not personal: version, event_id';
comment on column notice_agreement.method is 'personal: by what somebody signed in';
comment on column notice_agreement.agreed_at is 'personal: when somebody was here';

create table oidc_assertion (
  id text collate "C" not null,
  expires_at timestamp with time zone not null,
  constraint oidc_assertion_pkey PRIMARY KEY (id),
  constraint oidc_assertion_id_check CHECK ((length(id) <= 64))
);
CREATE INDEX oidc_assertion_expires ON oidc_assertion USING btree (expires_at);
grant delete on oidc_assertion to ecpa_program;
grant insert on oidc_assertion to ecpa_program;
grant select on oidc_assertion to ecpa_program;
comment on table oidc_assertion is 'not personal: id, expires_at';

create table oidc_client (
  client_id text collate "C" not null,
  application_code application_code,
  secret_sealed bytea,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[] not null default '{}'::text[],
  backchannel_logout_uri text,
  token_endpoint_auth_method text not null,
  id_token_signed_response_alg text not null,
  require_pkce boolean not null default true,
  scopes text[] not null,
  jwks jsonb,
  jwks_uri text,
  program_key uuid not null default gen_random_uuid(),
  constraint oidc_client_pkey PRIMARY KEY (client_id),
  constraint oidc_client_program_key_key UNIQUE (program_key),
  constraint oidc_client_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint oidc_client_backchannel_logout_uri_check CHECK ((length(backchannel_logout_uri) <= 2000)),
  constraint oidc_client_check CHECK (((token_endpoint_auth_method ~~ 'client\_secret\_%'::text) = (secret_sealed IS NOT NULL))),
  constraint oidc_client_check1 CHECK (((token_endpoint_auth_method = 'private_key_jwt'::text) = (num_nonnulls(jwks, jwks_uri) = 1))),
  constraint oidc_client_check2 CHECK ((require_pkce OR (token_endpoint_auth_method <> 'none'::text))),
  constraint oidc_client_client_id_check CHECK ((client_id ~ '^[A-Za-z0-9._~-]{1,64}$'::text)),
  constraint oidc_client_id_token_signed_response_alg_check CHECK ((id_token_signed_response_alg = ANY (ARRAY['ES256'::text, 'RS256'::text]))),
  constraint oidc_client_jwks_uri_check CHECK ((length(jwks_uri) <= 2000)),
  constraint oidc_client_of_application CHECK (((application_code IS NULL) OR (((cardinality(redirect_uris) >= 1) AND (cardinality(redirect_uris) <= 20)) AND ('openid'::text = ANY (scopes)) AND (scopes <@ '{openid,profile,email,ecpa,authzen,scim,todos}'::text[]) AND ((NOT (scopes && '{authzen,scim,todos}'::text[])) OR (token_endpoint_auth_method <> 'none'::text))))),
  constraint oidc_client_of_none CHECK (((application_code IS NOT NULL) OR ((cardinality(redirect_uris) = 0) AND (cardinality(post_logout_redirect_uris) = 0) AND (backchannel_logout_uri IS NULL) AND (cardinality(scopes) > 0) AND (scopes <@ '{scim,todos,feed}'::text[]) AND (token_endpoint_auth_method = 'client_secret_basic'::text)))),
  constraint oidc_client_post_logout_redirect_uris_check CHECK ((cardinality(post_logout_redirect_uris) <= 20)),
  constraint oidc_client_token_endpoint_auth_method_check CHECK ((token_endpoint_auth_method = ANY (ARRAY['client_secret_basic'::text, 'client_secret_post'::text, 'private_key_jwt'::text, 'none'::text])))
);
CREATE INDEX oidc_client_application ON oidc_client USING btree (application_code);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON oidc_client FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on oidc_client to ecpa_program;
grant insert on oidc_client to ecpa_program;
grant select on oidc_client to ecpa_program;
grant update on oidc_client to ecpa_program;
comment on table oidc_client is 'not personal: client_id, application_code, secret_sealed, redirect_uris,
  post_logout_redirect_uris, backchannel_logout_uri, token_endpoint_auth_method, id_token_signed_response_alg, require_pkce,
  scopes, jwks, jwks_uri, program_key';

create table oidc_grant (
  id uuid not null,
  session_id uuid not null,
  client_id text collate "C" not null,
  redirect_uri text not null,
  scope text not null,
  nonce text,
  code_challenge text,
  claims jsonb,
  code_used_at timestamp with time zone,
  refresh_generation integer not null default 0,
  revoked_at timestamp with time zone,
  agency_code agency_code,
  constraint oidc_grant_pkey PRIMARY KEY (id)
) with (fillfactor=80);
CREATE INDEX oidc_grant_session ON oidc_grant USING btree (session_id);
grant delete on oidc_grant to ecpa_program;
grant insert on oidc_grant to ecpa_program;
grant select on oidc_grant to ecpa_program;
grant update (code_used_at, refresh_generation, revoked_at) on oidc_grant to ecpa_program;
comment on table oidc_grant is 'not personal: redirect_uri, scope, nonce, code_challenge, claims, code_used_at,
  refresh_generation, revoked_at';
comment on column oidc_grant.id is 'personal: stands for a sign-in of somebody to an application';
comment on column oidc_grant.client_id is 'personal: to which program somebody went';
comment on column oidc_grant.agency_code is 'personal: on behalf of which agency somebody works in the application';

create table oidc_interaction (
  id text collate "C" not null,
  payload jsonb not null,
  started_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  address_hash bytea,
  constraint oidc_interaction_pkey PRIMARY KEY (id),
  constraint oidc_interaction_address_hash_check CHECK ((length(address_hash) = 32)),
  constraint oidc_interaction_id_check CHECK (((length(id) >= 20) AND (length(id) <= 64)))
);
CREATE INDEX oidc_interaction_address ON oidc_interaction USING btree (address_hash, expires_at) WHERE (address_hash IS NOT NULL);
CREATE INDEX oidc_interaction_expires ON oidc_interaction USING btree (expires_at);
grant delete on oidc_interaction to ecpa_program;
grant insert on oidc_interaction to ecpa_program;
grant select on oidc_interaction to ecpa_program;
comment on table oidc_interaction is 'not personal: id, started_at, expires_at';
comment on column oidc_interaction.payload is 'personal: the request, which may carry a hint of who asks';
comment on column oidc_interaction.address_hash is 'personal: from where somebody came, as a keyed hash';

create table oidc_key (
  id uuid not null default gen_random_uuid(),
  use text not null,
  state text not null,
  sealed bytea not null,
  made_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  constraint oidc_key_pkey PRIMARY KEY (id),
  constraint oidc_key_check CHECK (((state = 'retired'::text) = (retired_at IS NOT NULL))),
  constraint oidc_key_check1 CHECK (((use <> 'pairwise'::text) OR (state = 'current'::text))),
  constraint oidc_key_state_check CHECK ((state = ANY (ARRAY['next'::text, 'current'::text, 'retired'::text]))),
  constraint oidc_key_use_check CHECK ((use = ANY (ARRAY['ES256'::text, 'RS256'::text, 'reference'::text, 'pairwise'::text])))
);
CREATE UNIQUE INDEX oidc_key_one_in_use ON oidc_key USING btree (use, state) WHERE (state <> 'retired'::text);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON oidc_key FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on oidc_key to ecpa_program;
grant insert on oidc_key to ecpa_program;
grant select on oidc_key to ecpa_program;
grant update (state, retired_at) on oidc_key to ecpa_program;
comment on table oidc_key is 'not personal: id, use, state, sealed, made_at, retired_at';

create table oidc_session_client (
  session_id uuid not null,
  client_id text collate "C" not null,
  constraint oidc_session_client_pkey PRIMARY KEY (session_id, client_id),
  constraint oidc_session_client_client_id_fkey FOREIGN KEY (client_id) REFERENCES oidc_client(client_id) ON DELETE CASCADE,
  constraint oidc_session_client_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
grant delete on oidc_session_client to ecpa_program;
grant insert on oidc_session_client to ecpa_program;
grant select on oidc_session_client to ecpa_program;
comment on column oidc_session_client.client_id is 'personal: to which program somebody went';

create table outage (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  application_code application_code not null,
  valid daterange not null,
  text_zh text not null,
  text_en text not null,
  state decision_state not null default 'active'::decision_state,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint outage_pkey PRIMARY KEY (id, version),
  constraint outage_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint outage_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint outage_state_check CHECK ((state = ANY (ARRAY['active'::decision_state, 'ended'::decision_state]))),
  constraint outage_text_en_check CHECK (((length(text_en) >= 1) AND (length(text_en) <= 500))),
  constraint outage_text_zh_check CHECK (((length(text_zh) >= 1) AND (length(text_zh) <= 500))),
  constraint outage_valid_check CHECK ((NOT isempty(valid))),
  constraint outage_once EXCLUDE USING gist (application_code WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX outage_application ON outage USING btree (application_code);
CREATE TRIGGER keep_parties BEFORE INSERT ON outage FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('application_code');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON outage FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON outage FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, application_code, valid, text_zh, text_en, state, event_id) on outage to ecpa_program;
grant select on outage to ecpa_program;
grant update (recorded) on outage to ecpa_program;
comment on table outage is 'not personal: id, version, application_code, valid, text_zh, text_en, state, recorded, event_id';

create table passkey (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  place smallint not null,
  credential_id bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  event_id bigint not null,
  removed_at timestamp with time zone,
  removed_event_id bigint,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES passkey_holder(person_id),
  constraint passkey_removed_event_id_fkey FOREIGN KEY (removed_event_id) REFERENCES audit_event(id),
  constraint only_eligible_backed_up CHECK ((backup_eligible OR (NOT backed_up))),
  constraint passkey_check CHECK (((removed_at IS NULL) = (removed_event_id IS NULL))),
  constraint passkey_counter_check CHECK (((counter >= 0) AND (counter <= '4294967295'::bigint))),
  constraint passkey_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
  constraint passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint passkey_place_check CHECK (((place >= 1) AND (place <= 10))),
  constraint passkey_public_key_check CHECK (((length(public_key) >= 30) AND (length(public_key) <= 2000))),
  constraint passkey_transports_check CHECK ((transports <@ ARRAY['ble'::text, 'cable'::text, 'hybrid'::text, 'internal'::text, 'nfc'::text, 'smart-card'::text, 'usb'::text])),
  constraint used_after_made CHECK ((last_used_at >= created_at))
);
CREATE INDEX passkey_person ON passkey USING btree (person_id, created_at);
CREATE UNIQUE INDEX passkey_place ON passkey USING btree (person_id, place) WHERE (removed_at IS NULL);
CREATE INDEX passkey_removed ON passkey USING btree (removed_at) WHERE (removed_at IS NOT NULL);
CREATE TRIGGER keep_passkey BEFORE UPDATE ON passkey FOR EACH ROW EXECUTE FUNCTION keep_passkey();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON passkey FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, person_id, place, credential_id, public_key, counter, transports, name, backup_eligible, backed_up, event_id) on passkey to ecpa_program;
grant select on passkey to ecpa_program;
grant update (counter, name, backed_up, last_used_at, removed_at, removed_event_id) on passkey to ecpa_program;
comment on table passkey is 'not personal: id, place, event_id, removed_event_id';
comment on column passkey.credential_id is 'personal: an authenticator of somebody';
comment on column passkey.public_key is 'personal: an authenticator of somebody';
comment on column passkey.counter is 'personal: how often somebody used it';
comment on column passkey.transports is 'personal: what kind of authenticator somebody has';
comment on column passkey.name is 'personal: what somebody calls it';
comment on column passkey.backup_eligible is 'personal: what kind of authenticator somebody has';
comment on column passkey.backed_up is 'personal: what kind of authenticator somebody has';
comment on column passkey.created_at is 'personal: when somebody added it';
comment on column passkey.last_used_at is 'personal: when somebody used it';
comment on column passkey.removed_at is 'personal: when somebody removed it';

create table passkey_holder (
  person_id bigint not null,
  handle bytea not null,
  constraint passkey_holder_pkey PRIMARY KEY (person_id),
  constraint passkey_holder_handle_key UNIQUE (handle),
  constraint passkey_holder_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint passkey_holder_handle_check CHECK ((length(handle) = 32))
);
grant insert on passkey_holder to ecpa_program;
grant select on passkey_holder to ecpa_program;
comment on column passkey_holder.handle is 'personal: stands for somebody in their authenticators';

create table password_before (
  person_id bigint not null,
  password_hash text not null,
  until timestamp with time zone not null default now(),
  constraint password_before_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id)
);
CREATE INDEX password_before_person ON password_before USING btree (person_id, until DESC);
grant select on password_before to ecpa_program;
comment on table password_before is 'not personal: until';
comment on column password_before.person_id is 'personal: whose it was';
comment on column password_before.password_hash is 'personal: a former password, as an argon2id hash';

create table permission_grant (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  application_code application_code not null,
  category_code category_code not null,
  agency_code agency_code not null,
  person_id bigint,
  post_id bigint,
  group_code group_code,
  derived_group standing,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  reason text,
  given_by bigint,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  confirmed_by bigint,
  constraint permission_grant_pkey PRIMARY KEY (id, version),
  constraint permission_grant_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint permission_grant_application_code_category_code_fkey FOREIGN KEY (application_code, category_code) REFERENCES category(application_code, code),
  constraint permission_grant_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES person(id),
  constraint permission_grant_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint permission_grant_given_by_fkey FOREIGN KEY (given_by) REFERENCES person(id),
  constraint permission_grant_group_code_fkey FOREIGN KEY (group_code) REFERENCES permission_group(code),
  constraint permission_grant_person_id_post_id_fkey FOREIGN KEY (person_id, post_id) REFERENCES post(person_id, id),
  constraint another_confirms CHECK (((confirmed_by <> given_by) AND (confirmed_by <> person_id))),
  constraint no_self_grant CHECK ((given_by <> person_id)),
  constraint permission_grant_check CHECK ((num_nonnulls(person_id, group_code, derived_group) = 1)),
  constraint permission_grant_check1 CHECK (((person_id IS NULL) = (post_id IS NULL))),
  constraint permission_grant_check2 CHECK (((NOT upper_inf(valid)) OR (reason IS NOT NULL))),
  constraint permission_grant_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint permission_grant_valid_check CHECK ((NOT isempty(valid))),
  constraint proposed_first CHECK (((state <> 'proposed'::decision_state) OR ((version = 1) AND (given_by IS NOT NULL) AND (confirmed_by IS NULL)))),
  constraint permission_grant_derived_once EXCLUDE USING gist (derived_group WITH =, application_code WITH =, category_code WITH =, agency_code WITH =, valid WITH &&) WHERE (((derived_group IS NOT NULL) AND upper_inf(recorded) AND (state <> 'ended'::decision_state))),
  constraint permission_grant_group_once EXCLUDE USING gist (group_code WITH =, application_code WITH =, category_code WITH =, agency_code WITH =, valid WITH &&) WHERE (((group_code IS NOT NULL) AND upper_inf(recorded) AND (state <> 'ended'::decision_state))),
  constraint permission_grant_person_once EXCLUDE USING gist (person_id WITH =, application_code WITH =, category_code WITH =, agency_code WITH =, valid WITH &&) WHERE (((person_id IS NOT NULL) AND upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX permission_grant_agency ON permission_grant USING btree (agency_code, application_code);
CREATE INDEX permission_grant_application ON permission_grant USING btree (application_code, category_code);
CREATE INDEX permission_grant_closed ON permission_grant USING btree (upper(recorded)) WHERE (NOT upper_inf(recorded));
CREATE INDEX permission_grant_derived ON permission_grant USING btree (agency_code) WHERE (derived_group IS NOT NULL);
CREATE INDEX permission_grant_ending ON permission_grant USING btree (given_by, upper(valid)) WHERE (upper_inf(recorded) AND (state = 'active'::decision_state) AND (given_by IS NOT NULL) AND (NOT upper_inf(valid)));
CREATE INDEX permission_grant_group ON permission_grant USING btree (group_code) WHERE (group_code IS NOT NULL);
CREATE INDEX permission_grant_person ON permission_grant USING btree (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX permission_grant_proposed ON permission_grant USING btree (agency_code) WHERE ((state = 'proposed'::decision_state) AND upper_inf(recorded));
CREATE INDEX permission_grant_suspended ON permission_grant USING btree (agency_code) WHERE ((state = 'suspended'::decision_state) AND upper_inf(recorded));
CREATE TRIGGER agreed_by_another BEFORE INSERT ON permission_grant FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION agreed_by_another();
CREATE TRIGGER keep_parties BEFORE INSERT ON permission_grant FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('application_code', 'category_code', 'agency_code', 'person_id', 'group_code', 'derived_group', 'given_by');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON permission_grant FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON permission_grant REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('grant');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON permission_grant FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, application_code, category_code, agency_code, person_id, post_id, group_code, derived_group, valid, state, reason, given_by, event_id, confirmed_by) on permission_grant to ecpa_program;
grant select on permission_grant to ecpa_program;
grant update (recorded) on permission_grant to ecpa_program;
comment on table permission_grant is 'not personal: id, version, application_code, category_code, agency_code, group_code,
  derived_group, valid, state, recorded, event_id';
comment on column permission_grant.reason is 'personal: free text about somebody';

create table permission_group (
  code group_code not null,
  name text not null,
  agency_code agency_code not null,
  constraint permission_group_pkey PRIMARY KEY (code),
  constraint permission_group_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint permission_group_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON permission_group FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on permission_group to ecpa_program;
grant select on permission_group to ecpa_program;
grant update (name) on permission_group to ecpa_program;
comment on table permission_group is 'not personal: code, name, agency_code';

create table person (
  id bigint not null generated by default as identity,
  key uuid not null default gen_random_uuid(),
  national_id_sealed bytea not null,
  national_id_index bytea not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_key_key UNIQUE (key),
  constraint person_national_id_index_key UNIQUE (national_id_index),
  constraint person_national_id_index_check CHECK ((length(national_id_index) = 32))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON person FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on person to ecpa_program;
grant select on person to ecpa_program;
grant update (national_id_sealed) on person to ecpa_program;
comment on column person.id is 'personal: stands for the person inside the program';
comment on column person.key is 'personal: stands for the person in addresses and exports';
comment on column person.national_id_sealed is 'personal: 身分證號, sealed';
comment on column person.national_id_index is 'personal: 身分證號, as a keyed hash';

create table person_card (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  issuer text not null,
  subject_serial text not null,
  certificate_serial text not null,
  valid_until timestamp with time zone not null,
  bound_at timestamp with time zone not null default now(),
  event_id bigint not null,
  last_used_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_why text,
  ended_event_id bigint,
  constraint person_card_pkey PRIMARY KEY (id),
  constraint person_card_ended_event_id_fkey FOREIGN KEY (ended_event_id) REFERENCES audit_event(id),
  constraint person_card_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint person_card_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint person_card_certificate_serial_check CHECK ((certificate_serial ~ '^[0-9a-f]{1,64}$'::text)),
  constraint person_card_check CHECK ((num_nonnulls(ended_at, ended_why, ended_event_id) = ANY (ARRAY[0, 3]))),
  constraint person_card_ended_why_check CHECK ((ended_why = ANY (ARRAY['unbound'::text, 'lost'::text]))),
  constraint person_card_issuer_check CHECK (((length(issuer) >= 1) AND (length(issuer) <= 500))),
  constraint person_card_subject_serial_check CHECK ((subject_serial ~ '^[0-9A-Za-z]{1,64}$'::text))
);
CREATE UNIQUE INDEX person_card_bound ON person_card USING btree (issuer, subject_serial) WHERE (ended_at IS NULL);
CREATE INDEX person_card_lost ON person_card USING btree (issuer, certificate_serial) WHERE (ended_why = 'lost'::text);
CREATE INDEX person_card_person ON person_card USING btree (person_id, bound_at DESC);
CREATE TRIGGER end_card_once BEFORE UPDATE ON person_card FOR EACH ROW EXECUTE FUNCTION end_card_once();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON person_card FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, person_id, issuer, subject_serial, certificate_serial, valid_until, event_id) on person_card to ecpa_program;
grant select on person_card to ecpa_program;
grant update (certificate_serial, valid_until, last_used_at, ended_at, ended_why, ended_event_id) on person_card to ecpa_program;
comment on table person_card is 'not personal: id, issuer, valid_until, bound_at, event_id, ended_at, ended_why, ended_event_id';
comment on column person_card.subject_serial is 'personal: the card of somebody';
comment on column person_card.certificate_serial is 'personal: the certificate of somebody';
comment on column person_card.last_used_at is 'personal: when somebody signed in';

create table person_version (
  person_id bigint not null,
  version integer not null default 1,
  name text not null,
  birth_date date not null,
  email text,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint person_version_pkey PRIMARY KEY (person_id, version),
  constraint person_version_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint person_version_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254))),
  constraint person_version_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);
CREATE INDEX person_version_changed ON person_version USING btree (event_id) WHERE (version > 1);
CREATE INDEX person_version_characters ON person_version USING gin (string_to_array((translate(lower(NORMALIZE(name, NFKC)), '臺'::text, '台'::text) COLLATE "C"), NULL::text)) WHERE upper_inf(recorded);
CREATE UNIQUE INDEX person_version_current ON person_version USING btree (person_id) WHERE upper_inf(recorded);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON person_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON person_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (person_id, version, name, birth_date, email, event_id) on person_version to ecpa_program;
grant select on person_version to ecpa_program;
grant update (recorded) on person_version to ecpa_program;
comment on table person_version is 'not personal: version, recorded, event_id';
comment on column person_version.name is 'personal: the name';
comment on column person_version.birth_date is 'personal: the day of birth';
comment on column person_version.email is 'personal: the mail address of the personnel record';

create table personnel_office (
  id uuid not null default gen_random_uuid(),
  version smallint not null default 1,
  office_code agency_code not null,
  agency_code agency_code not null,
  valid daterange not null,
  state decision_state not null default 'active'::decision_state,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint personnel_office_pkey PRIMARY KEY (id, version),
  constraint personnel_office_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint personnel_office_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint personnel_office_office_code_fkey FOREIGN KEY (office_code) REFERENCES agency(code),
  constraint personnel_office_check CHECK (((office_code)::text <> (agency_code)::text)),
  constraint personnel_office_valid_check CHECK ((NOT isempty(valid))),
  constraint personnel_office_once EXCLUDE USING gist (office_code WITH =, agency_code WITH =, valid WITH &&) WHERE ((upper_inf(recorded) AND (state <> 'ended'::decision_state)))
);
CREATE INDEX personnel_office_agency ON personnel_office USING btree (agency_code);
CREATE INDEX personnel_office_office ON personnel_office USING btree (office_code);
CREATE TRIGGER keep_parties BEFORE INSERT ON personnel_office FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION keep_parties('office_code', 'agency_code');
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON personnel_office FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON personnel_office FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (id, version, office_code, agency_code, valid, state, event_id) on personnel_office to ecpa_program;
grant select on personnel_office to ecpa_program;
grant update (recorded) on personnel_office to ecpa_program;
comment on table personnel_office is 'not personal: id, version, office_code, agency_code, valid, state, recorded, event_id';

create table poll (
  id uuid not null default gen_random_uuid(),
  agency_code agency_code,
  question text not null,
  about text not null,
  most_choices smallint not null,
  audience_agency agency_code,
  audience_below boolean not null,
  audience_standing standing,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  event_id bigint not null,
  constraint poll_pkey PRIMARY KEY (id),
  constraint poll_id_event_id_key UNIQUE (id, event_id),
  constraint poll_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint poll_audience_agency_fkey FOREIGN KEY (audience_agency) REFERENCES agency(code),
  constraint poll_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint closes_after_opening CHECK ((closes_at > opens_at)),
  constraint everywhere_is_all CHECK (((audience_agency IS NOT NULL) OR audience_below)),
  constraint poll_about_check CHECK ((length(about) <= 2000)),
  constraint poll_most_choices_check CHECK (((most_choices >= 1) AND (most_choices <= 20))),
  constraint poll_question_check CHECK (((length(question) >= 1) AND (length(question) <= 200))),
  constraint public_is_everywhere CHECK (((audience_standing IS NOT NULL) OR (audience_agency IS NULL)))
);
CREATE INDEX poll_agency ON poll USING btree (agency_code);
CREATE INDEX poll_newest ON poll USING btree (opens_at DESC, id DESC);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON poll FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE CONSTRAINT TRIGGER poll_has_choices AFTER INSERT ON poll DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION poll_has_choices();
grant insert on poll to ecpa_program;
grant select on poll to ecpa_program;
comment on table poll is 'not personal: id, agency_code, question, about, most_choices, audience_agency, audience_below, audience_standing,
  opens_at, closes_at, event_id';

create table poll_choice (
  poll_id uuid not null,
  "position" smallint not null,
  label text not null,
  votes integer not null default 0,
  event_id bigint not null,
  constraint poll_choice_pkey PRIMARY KEY (poll_id, "position"),
  constraint poll_choice_poll_id_label_key UNIQUE (poll_id, label),
  constraint poll_choice_poll_id_event_id_fkey FOREIGN KEY (poll_id, event_id) REFERENCES poll(id, event_id),
  constraint poll_choice_label_check CHECK (((length(label) >= 1) AND (length(label) <= 200))),
  constraint poll_choice_position_check CHECK ((("position" >= 1) AND ("position" <= 20))),
  constraint poll_choice_votes_check CHECK ((votes >= 0))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON poll_choice FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (poll_id, "position", label, event_id) on poll_choice to ecpa_program;
grant select (poll_id, "position", label, event_id) on poll_choice to ecpa_program;
comment on table poll_choice is 'not personal: poll_id, position, label, votes, event_id';

create table poll_end (
  poll_id uuid not null,
  ended_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint poll_end_pkey PRIMARY KEY (poll_id),
  constraint poll_end_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint poll_end_poll_id_fkey FOREIGN KEY (poll_id) REFERENCES poll(id)
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON poll_end FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (poll_id, event_id) on poll_end to ecpa_program;
grant select on poll_end to ecpa_program;
comment on table poll_end is 'not personal: poll_id, ended_at, event_id';

create table poll_voter (
  poll_id uuid not null,
  person_id bigint not null,
  event_id bigint not null,
  constraint poll_voter_pkey PRIMARY KEY (poll_id, person_id),
  constraint poll_voter_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint poll_voter_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint poll_voter_poll_id_fkey FOREIGN KEY (poll_id) REFERENCES poll(id)
);
CREATE INDEX poll_voter_person ON poll_voter USING btree (person_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON poll_voter FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant select on poll_voter to ecpa_program;
comment on table poll_voter is 'not personal: poll_id, event_id';

create table post (
  id bigint not null generated by default as identity,
  person_id bigint not null,
  agency_code agency_code not null,
  kind post_kind not null,
  unit text not null,
  title text not null,
  starts date not null,
  constraint post_pkey PRIMARY KEY (person_id, id),
  constraint post_person_id_agency_code_kind_unit_title_starts_key UNIQUE (person_id, agency_code, kind, unit, title, starts),
  constraint post_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint post_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint post_title_check CHECK (((length(title) >= 1) AND (length(title) <= 100))),
  constraint post_unit_check CHECK ((length(unit) <= 100))
);
CREATE INDEX post_agency ON post USING btree (agency_code, person_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON post FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on post to ecpa_program;
grant select on post to ecpa_program;
comment on table post is 'not personal: id';
comment on column post.agency_code is 'personal: where somebody works';
comment on column post.kind is 'personal: whether it is the main post';
comment on column post.unit is 'personal: in which unit somebody works';
comment on column post.title is 'personal: as what somebody works';
comment on column post.starts is 'personal: since when';

create table post_version (
  person_id bigint not null,
  post_id bigint not null,
  version integer not null default 1,
  staff_category text not null default ''::text,
  supervisor_level text not null default ''::text,
  rank text not null default ''::text,
  job_series text not null default ''::text,
  nature text not null default ''::text,
  section text not null default ''::text,
  valid daterange not null,
  recorded tstzrange not null default tstzrange(now(), NULL::timestamp with time zone),
  event_id bigint not null,
  constraint post_version_pkey PRIMARY KEY (person_id, post_id, version),
  constraint post_version_person_id_post_id_fkey FOREIGN KEY (person_id, post_id) REFERENCES post(person_id, id),
  constraint post_version_job_series_check CHECK ((length(job_series) <= 20)),
  constraint post_version_nature_check CHECK ((length(nature) <= 10)),
  constraint post_version_rank_check CHECK ((length(rank) <= 60)),
  constraint post_version_section_check CHECK ((length(section) <= 100)),
  constraint post_version_staff_category_check CHECK ((length(staff_category) <= 10)),
  constraint post_version_supervisor_level_check CHECK ((length(supervisor_level) <= 20)),
  constraint post_version_valid_check CHECK ((NOT isempty(valid)))
);
CREATE INDEX post_version_closed ON post_version USING btree (upper(recorded)) WHERE (NOT upper_inf(recorded));
CREATE UNIQUE INDEX post_version_current ON post_version USING btree (person_id, post_id) WHERE upper_inf(recorded);
CREATE INDEX post_version_event ON post_version USING btree (event_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON post_version FOR EACH STATEMENT EXECUTE FUNCTION note_change();
CREATE TRIGGER note_lost_rights AFTER UPDATE ON post_version REFERENCING NEW TABLE AS closed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_lost_rights('post');
CREATE TRIGGER only_close_recorded BEFORE UPDATE ON post_version FOR EACH ROW EXECUTE FUNCTION only_close_recorded();
grant insert (person_id, post_id, version, staff_category, supervisor_level, rank, job_series, nature, section, valid, event_id) on post_version to ecpa_program;
grant select on post_version to ecpa_program;
grant update (recorded) on post_version to ecpa_program;
comment on table post_version is 'not personal: version, recorded, event_id';
comment on column post_version.staff_category is 'personal: 人員區分 of the post held';
comment on column post_version.supervisor_level is 'personal: 主管級別 of the post held';
comment on column post_version.rank is 'personal: 官職等 of the post held';
comment on column post_version.job_series is 'personal: 職系 of the post held';
comment on column post_version.nature is 'personal: 兼職性質 of the post held';
comment on column post_version.section is 'personal: in which section somebody works';
comment on column post_version.valid is 'personal: from when to when';

create table record_report (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  post_id bigint not null,
  agency_code agency_code not null,
  field text not null,
  says text not null,
  reported_at timestamp with time zone not null default now(),
  event_id bigint not null,
  state text not null default 'open'::text,
  closed_by bigint,
  closed_at timestamp with time zone,
  note text,
  closed_event_id bigint,
  constraint record_report_pkey PRIMARY KEY (id),
  constraint record_report_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint record_report_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES person(id),
  constraint record_report_closed_event_id_fkey FOREIGN KEY (closed_event_id) REFERENCES audit_event(id),
  constraint record_report_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint record_report_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint record_report_person_id_post_id_fkey FOREIGN KEY (person_id, post_id) REFERENCES post(person_id, id),
  constraint correct_says_why CHECK (((state <> 'correct'::text) OR (note IS NOT NULL))),
  constraint record_report_check CHECK ((num_nonnulls(closed_by, closed_at, closed_event_id) =
CASE
    WHEN (state = 'open'::text) THEN 0
    ELSE 3
END)),
  constraint record_report_field_check CHECK ((field = ANY (ARRAY['name'::text, 'nationalId'::text, 'birthDate'::text, 'email'::text, 'unit'::text, 'title'::text, 'rank'::text, 'jobSeries'::text, 'staffCategory'::text, 'supervisorLevel'::text, 'nature'::text, 'section'::text, 'from'::text, 'to'::text, 'missing'::text, 'other'::text]))),
  constraint record_report_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
  constraint record_report_says_check CHECK (((length(says) >= 1) AND (length(says) <= 500))),
  constraint record_report_state_check CHECK ((state = ANY (ARRAY['open'::text, 'corrected'::text, 'correct'::text, 'withdrawn'::text]))),
  constraint report_answered_by_another CHECK (((closed_by IS NULL) OR ((state = 'withdrawn'::text) = (closed_by = person_id))))
);
CREATE INDEX record_report_agency ON record_report USING btree (agency_code, reported_at DESC);
CREATE INDEX record_report_open ON record_report USING btree (agency_code, reported_at) WHERE (state = 'open'::text);
CREATE INDEX record_report_person ON record_report USING btree (person_id, reported_at DESC);
CREATE TRIGGER close_report_once BEFORE UPDATE ON record_report FOR EACH ROW EXECUTE FUNCTION close_report_once();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON record_report FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, person_id, post_id, agency_code, field, says, event_id) on record_report to ecpa_program;
grant select on record_report to ecpa_program;
grant update (state, closed_by, closed_at, note, closed_event_id) on record_report to ecpa_program;
comment on table record_report is 'not personal: id, agency_code, reported_at, event_id, state, closed_at, closed_event_id';
comment on column record_report.field is 'personal: what of the record somebody holds to be wrong';
comment on column record_report.says is 'personal: free text about somebody';
comment on column record_report.closed_by is 'personal: who answered';
comment on column record_report.note is 'personal: free text about somebody';

create table recovery_code (
  person_id bigint not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  event_id bigint not null,
  constraint recovery_code_pkey PRIMARY KEY (person_id, code_hash),
  constraint recovery_code_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES totp(person_id) ON DELETE CASCADE,
  constraint recovery_code_code_hash_check CHECK ((length(code_hash) = 32))
);
CREATE TRIGGER keep_recovery_code BEFORE UPDATE ON recovery_code FOR EACH ROW EXECUTE FUNCTION keep_recovery_code();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON recovery_code FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on recovery_code to ecpa_program;
grant insert on recovery_code to ecpa_program;
grant select on recovery_code to ecpa_program;
grant update (used_at) on recovery_code to ecpa_program;
comment on table recovery_code is 'not personal: event_id';
comment on column recovery_code.code_hash is 'personal: a way into the account of somebody, as a hash';
comment on column recovery_code.used_at is 'personal: when somebody used it';

create table restructuring (
  id uuid not null default gen_random_uuid(),
  number bigint not null generated always as identity,
  title text not null,
  reason text,
  day date not null,
  state restructuring_state not null default 'draft'::restructuring_state,
  version integer not null default 1,
  source text,
  drafted_by bigint,
  drafted_at timestamp with time zone not null default now(),
  sent_by bigint,
  sent_at timestamp with time zone,
  decided_by bigint,
  decided_at timestamp with time zone,
  note text,
  event_id bigint,
  feed_id bigint,
  constraint restructuring_pkey PRIMARY KEY (id),
  constraint restructuring_number_key UNIQUE (number),
  constraint restructuring_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint restructuring_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES person(id),
  constraint restructuring_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint restructuring_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES feed(id),
  constraint restructuring_sent_by_fkey FOREIGN KEY (sent_by) REFERENCES person(id),
  constraint another_approves CHECK (((event_id IS NULL) OR ((decided_by IS NOT NULL) AND (decided_by <> sent_by) AND (decided_by IS DISTINCT FROM drafted_by)))),
  constraint restructuring_check CHECK (((sent_by IS NULL) = (sent_at IS NULL))),
  constraint restructuring_check1 CHECK (((decided_by IS NULL) = (decided_at IS NULL))),
  constraint restructuring_check2 CHECK (((state <> ALL (ARRAY['sent'::restructuring_state, 'approved'::restructuring_state, 'undone'::restructuring_state])) OR (sent_by IS NOT NULL))),
  constraint restructuring_check3 CHECK (((state = ANY (ARRAY['approved'::restructuring_state, 'undone'::restructuring_state])) = (event_id IS NOT NULL))),
  constraint restructuring_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
  constraint restructuring_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000))),
  constraint restructuring_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200))),
  constraint restructuring_title_check CHECK (((length(title) >= 1) AND (length(title) <= 100)))
);
CREATE INDEX restructuring_open ON restructuring USING btree (state, day) WHERE (state = ANY (ARRAY['draft'::restructuring_state, 'sent'::restructuring_state, 'approved'::restructuring_state]));
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON restructuring FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (title, reason, day, source, drafted_by) on restructuring to ecpa_program;
grant select on restructuring to ecpa_program;
grant update (title, reason, day, state, version, sent_by, sent_at, decided_by, decided_at, note, event_id, feed_id) on restructuring to ecpa_program;
comment on table restructuring is 'not personal: id, number, title, reason, day, state, version, source, drafted_at, sent_at, decided_at,
  event_id, feed_id';
comment on column restructuring.drafted_by is 'personal: who drafted it';
comment on column restructuring.sent_by is 'personal: who sent it';
comment on column restructuring.decided_by is 'personal: who decided on it';
comment on column restructuring.note is 'personal: free text of whoever decided';

create table restructuring_agency (
  restructuring_id uuid not null,
  agency_code agency_code not null,
  role text not null,
  successors text[] not null default '{}'::text[],
  fields jsonb not null default '{}'::jsonb,
  constraint restructuring_agency_pkey PRIMARY KEY (restructuring_id, agency_code),
  constraint restructuring_agency_restructuring_id_fkey FOREIGN KEY (restructuring_id) REFERENCES restructuring(id) ON DELETE CASCADE,
  constraint restructuring_agency_check CHECK (((role = 'ends'::text) OR (successors = '{}'::text[]))),
  constraint restructuring_agency_check1 CHECK (((agency_code)::text <> ALL (successors))),
  constraint restructuring_agency_role_check CHECK ((role = ANY (ARRAY['ends'::text, 'begins'::text, 'changes'::text]))),
  constraint restructuring_agency_successors_check CHECK (((cardinality(successors) <= 20) AND (array_position(successors, NULL::text) IS NULL)))
);
CREATE INDEX restructuring_agency_code ON restructuring_agency USING btree (agency_code);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON restructuring_agency FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on restructuring_agency to ecpa_program;
grant insert on restructuring_agency to ecpa_program;
grant select on restructuring_agency to ecpa_program;
grant update (successors, fields) on restructuring_agency to ecpa_program;
comment on table restructuring_agency is 'not personal: restructuring_id, agency_code, role, successors, fields';

create table restructuring_decision (
  restructuring_id uuid not null,
  kind text not null,
  decision_id uuid not null,
  application_code text not null default ''::text,
  part smallint not null,
  version smallint not null,
  was daterange not null,
  remains daterange,
  new_id uuid,
  agency_code agency_code,
  other_code agency_code,
  post_id bigint,
  giver_post bigint,
  new_valid daterange,
  carried_at timestamp with time zone,
  constraint restructuring_decision_pkey PRIMARY KEY (restructuring_id, kind, decision_id, application_code, part),
  constraint restructuring_decision_restructuring_id_fkey FOREIGN KEY (restructuring_id) REFERENCES restructuring(id) ON DELETE CASCADE,
  constraint restructuring_decision_check CHECK (((new_id IS NULL) = (new_valid IS NULL))),
  constraint restructuring_decision_kind_check CHECK ((kind = ANY (ARRAY['grant'::text, 'membership'::text, 'duty'::text, 'delegation'::text, 'office'::text])))
);
CREATE INDEX restructuring_decision_new ON restructuring_decision USING btree (restructuring_id, kind, new_id);
grant delete on restructuring_decision to ecpa_program;
grant insert on restructuring_decision to ecpa_program;
grant select on restructuring_decision to ecpa_program;
grant update (carried_at) on restructuring_decision to ecpa_program;
comment on table restructuring_decision is 'not personal: restructuring_id, kind, decision_id, application_code, part, version, was,
  remains, new_id, agency_code, other_code, new_valid, carried_at';

create table restructuring_effect (
  restructuring_id uuid not null,
  version integer not null,
  counted_at timestamp with time zone not null default now(),
  effect jsonb not null,
  constraint restructuring_effect_pkey PRIMARY KEY (restructuring_id),
  constraint restructuring_effect_restructuring_id_fkey FOREIGN KEY (restructuring_id) REFERENCES restructuring(id) ON DELETE CASCADE
);
grant delete on restructuring_effect to ecpa_program;
grant insert on restructuring_effect to ecpa_program;
grant select on restructuring_effect to ecpa_program;
grant update on restructuring_effect to ecpa_program;
comment on table restructuring_effect is 'not personal: restructuring_id, version, counted_at, effect';

create table restructuring_period (
  restructuring_id uuid not null,
  agency_code agency_code not null,
  name text not null,
  name_en text,
  superior_code agency_code,
  superior_missing text,
  level smallint,
  zip text,
  address text,
  phone text,
  fax text,
  organisation_oid text,
  successor_code agency_code,
  valid daterange not null,
  constraint restructuring_period_restructuring_id_fkey FOREIGN KEY (restructuring_id) REFERENCES restructuring(id) ON DELETE CASCADE
);
CREATE INDEX restructuring_period_code ON restructuring_period USING btree (restructuring_id, agency_code);
CREATE INDEX restructuring_period_superior ON restructuring_period USING btree (restructuring_id, superior_code);
grant delete on restructuring_period to ecpa_program;
grant insert on restructuring_period to ecpa_program;
grant select on restructuring_period to ecpa_program;
comment on table restructuring_period is 'not personal: restructuring_id, agency_code, name, name_en, superior_code, superior_missing,
  level, zip, address, phone, fax, organisation_oid, successor_code, valid';

create table restructuring_post (
  restructuring_id uuid not null,
  person_id bigint not null,
  post_id bigint not null,
  was daterange not null,
  remains daterange,
  next_agency agency_code,
  next_post bigint,
  next_valid daterange,
  joins boolean not null default false,
  constraint restructuring_post_pkey PRIMARY KEY (restructuring_id, person_id, post_id),
  constraint restructuring_post_restructuring_id_fkey FOREIGN KEY (restructuring_id) REFERENCES restructuring(id) ON DELETE CASCADE,
  constraint restructuring_post_check CHECK ((((next_agency IS NULL) = (next_post IS NULL)) AND ((next_post IS NULL) = (next_valid IS NULL))))
);
CREATE INDEX restructuring_post_next ON restructuring_post USING btree (restructuring_id, person_id, next_post);
grant delete on restructuring_post to ecpa_program;
grant insert on restructuring_post to ecpa_program;
grant select on restructuring_post to ecpa_program;
comment on table restructuring_post is 'not personal: restructuring_id, was, remains, next_valid, joins';
comment on column restructuring_post.next_agency is 'personal: where somebody will work';
comment on column restructuring_post.next_post is 'personal: the post that somebody will hold';

create table restructuring_rule (
  restructuring_id uuid not null,
  agency_code agency_code not null,
  thing text not null,
  key text not null,
  successors text[] not null,
  constraint restructuring_rule_pkey PRIMARY KEY (restructuring_id, agency_code, thing, key),
  constraint restructuring_rule_restructuring_id_agency_code_fkey FOREIGN KEY (restructuring_id, agency_code) REFERENCES restructuring_agency(restructuring_id, agency_code) ON DELETE CASCADE,
  constraint restructuring_rule_check CHECK (((thing <> ALL (ARRAY['post'::text, 'title'::text, 'unit'::text, 'rest'::text, 'group'::text])) OR (cardinality(successors) <= 1))),
  constraint restructuring_rule_key_check CHECK ((length(key) <= 250)),
  constraint restructuring_rule_successors_check CHECK (((cardinality(successors) <= 20) AND (array_position(successors, NULL::text) IS NULL))),
  constraint restructuring_rule_thing_check CHECK ((thing = ANY (ARRAY['post'::text, 'title'::text, 'unit'::text, 'rest'::text, 'grant'::text, 'duty'::text, 'delegation'::text, 'office'::text, 'group'::text])))
);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON restructuring_rule FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on restructuring_rule to ecpa_program;
grant insert on restructuring_rule to ecpa_program;
grant select on restructuring_rule to ecpa_program;
grant update (successors) on restructuring_rule to ecpa_program;
comment on table restructuring_rule is 'not personal: restructuring_id, agency_code, thing, successors';
comment on column restructuring_rule.key is 'personal: a person''s post, where one is named';

create table review_campaign (
  id uuid not null default gen_random_uuid(),
  title text not null,
  agency_code agency_code,
  below boolean not null default false,
  application_code application_code,
  kinds text[] not null,
  due date not null,
  silence text not null,
  note text,
  started_by bigint not null,
  started_at timestamp with time zone not null default now(),
  begun_told_at timestamp with time zone,
  dated_at timestamp with time zone,
  week_told_at timestamp with time zone,
  day_told_at timestamp with time zone,
  settled_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  event_id bigint not null,
  constraint review_campaign_pkey PRIMARY KEY (id),
  constraint review_campaign_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint review_campaign_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint review_campaign_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint review_campaign_started_by_fkey FOREIGN KEY (started_by) REFERENCES person(id),
  constraint review_campaign_check CHECK (((agency_code IS NOT NULL) OR (application_code IS NOT NULL))),
  constraint review_campaign_check1 CHECK (((NOT below) OR (agency_code IS NOT NULL))),
  constraint review_campaign_check2 CHECK (((silence = 'end'::text) OR (dated_at IS NULL))),
  constraint review_campaign_check3 CHECK ((num_nonnulls(settled_at, cancelled_at) <= 1)),
  constraint review_campaign_kinds_check CHECK (((kinds <@ '{delegation,duty,grant,membership}'::text[]) AND ((cardinality(kinds) >= 1) AND (cardinality(kinds) <= 4)))),
  constraint review_campaign_note_check CHECK (((length(note) >= 1) AND (length(note) <= 500))),
  constraint review_campaign_silence_check CHECK ((silence = ANY (ARRAY['keep'::text, 'end'::text]))),
  constraint review_campaign_title_check CHECK (((length(title) >= 1) AND (length(title) <= 100)))
);
CREATE INDEX review_campaign_open ON review_campaign USING btree (due) WHERE ((settled_at IS NULL) AND (cancelled_at IS NULL));
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON review_campaign FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on review_campaign to ecpa_program;
grant select on review_campaign to ecpa_program;
grant update (begun_told_at, dated_at, week_told_at, day_told_at, settled_at, cancelled_at) on review_campaign to ecpa_program;
comment on table review_campaign is 'not personal: id, title, agency_code, below, application_code, kinds, due, silence, note,
  started_at, begun_told_at, dated_at, week_told_at, day_told_at, settled_at, cancelled_at, event_id';
comment on column review_campaign.started_by is 'personal: who started it';

create table review_item (
  campaign_id uuid not null,
  kind reviewed_kind not null,
  subject_id uuid not null,
  agency_code agency_code not null,
  application_code application_code,
  person_id bigint,
  decision text,
  decided_by bigint,
  decided_at timestamp with time zone,
  reason text,
  dated jsonb,
  outcome text,
  open boolean not null default true,
  constraint review_item_pkey PRIMARY KEY (campaign_id, kind, subject_id),
  constraint review_item_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint review_item_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint review_item_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES review_campaign(id),
  constraint review_item_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES person(id),
  constraint review_item_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint review_item_check CHECK ((((decision IS NULL) = (decided_at IS NULL)) AND ((decision IS NULL) = (decided_by IS NULL)))),
  constraint review_item_check1 CHECK (((reason IS NULL) OR (decision IS NOT NULL))),
  constraint review_item_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'end'::text]))),
  constraint review_item_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'ended'::text, 'gone'::text]))),
  constraint review_item_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);
CREATE INDEX review_item_agency ON review_item USING btree (campaign_id, agency_code);
CREATE UNIQUE INDEX review_item_once ON review_item USING btree (kind, subject_id) WHERE open;
CREATE INDEX review_item_waiting ON review_item USING btree (agency_code) WHERE (open AND (decision IS NULL));
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON review_item FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert on review_item to ecpa_program;
grant select on review_item to ecpa_program;
grant update (decision, decided_by, decided_at, reason, dated, outcome, open) on review_item to ecpa_program;
comment on table review_item is 'not personal: campaign_id, kind, subject_id, agency_code, application_code, open';
comment on column review_item.decision is 'personal: what was decided about somebody';
comment on column review_item.decided_by is 'personal: who decided';
comment on column review_item.decided_at is 'personal: when somebody decided';
comment on column review_item.reason is 'personal: free text about somebody';
comment on column review_item.dated is 'personal: until when somebody may use what';
comment on column review_item.outcome is 'personal: what became of somebody’s right';

create table rights_check (
  id bigint not null generated always as identity,
  source rights_source not null,
  day date not null,
  known timestamp with time zone not null default now(),
  after_person bigint not null default 0,
  constraint rights_check_pkey PRIMARY KEY (id),
  constraint rights_check_known_source_key UNIQUE (known, source)
);
grant delete on rights_check to ecpa_program;
grant insert (source, day, known) on rights_check to ecpa_program;
grant select on rights_check to ecpa_program;
grant update (after_person) on rights_check to ecpa_program;
comment on table rights_check is 'not personal: id, source, day, known, after_person';

create table rights_day (
  only_one boolean not null default true,
  day date not null,
  constraint rights_day_pkey PRIMARY KEY (only_one),
  constraint rights_day_only_one_check CHECK (only_one)
);
grant insert on rights_day to ecpa_program;
grant select on rights_day to ecpa_program;
grant update (day) on rights_day to ecpa_program;
comment on table rights_day is 'not personal: only_one, day';

create table second_factor_asked (
  person_id bigint not null,
  since date not null,
  constraint second_factor_asked_pkey PRIMARY KEY (person_id),
  constraint second_factor_asked_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id)
);
grant delete on second_factor_asked to ecpa_program;
grant insert on second_factor_asked to ecpa_program;
grant select on second_factor_asked to ecpa_program;
comment on table second_factor_asked is 'not personal';
comment on column second_factor_asked.since is 'personal: since when somebody has had to have a second factor';

create table second_factor_wait (
  browser_hash bytea not null,
  person_id bigint not null,
  asked_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint second_factor_wait_pkey PRIMARY KEY (browser_hash),
  constraint second_factor_wait_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint second_factor_wait_browser_hash_check CHECK ((length(browser_hash) = 32)),
  constraint wait_is_short CHECK ((expires_at <= (asked_at + '00:05:00'::interval)))
);
CREATE INDEX second_factor_wait_expires ON second_factor_wait USING btree (expires_at);
CREATE INDEX second_factor_wait_person ON second_factor_wait USING btree (person_id);
grant delete on second_factor_wait to ecpa_program;
grant insert on second_factor_wait to ecpa_program;
grant select on second_factor_wait to ecpa_program;
grant update (person_id, asked_at, expires_at) on second_factor_wait to ecpa_program;
comment on table second_factor_wait is 'not personal: expires_at';
comment on column second_factor_wait.browser_hash is 'personal: the browser of somebody, as a hash';
comment on column second_factor_wait.asked_at is 'personal: when somebody gave the right password';

create table session (
  id uuid not null default gen_random_uuid(),
  token_hash bytea not null,
  person_id bigint,
  card_agency agency_code,
  method sign_in_method not null,
  signed_in_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  chosen_agency agency_code,
  chosen_standing standing,
  address inet,
  user_agent text,
  ended_at timestamp with time zone,
  ended_why text,
  working_agency agency_code,
  working_relation text,
  second_factor text,
  open_todos smallint not null default 0,
  todos_counted_at timestamp with time zone,
  second_factor_by date,
  certificate_authority text,
  certificate_serial text,
  agreement_asked boolean not null default false,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_of_card UNIQUE (id, card_agency),
  constraint session_token_hash_key UNIQUE (token_hash),
  constraint session_card_agency_fkey FOREIGN KEY (card_agency) REFERENCES agency(code),
  constraint session_certificate_authority_fkey FOREIGN KEY (certificate_authority) REFERENCES certificate_authority(code),
  constraint session_chosen_agency_fkey FOREIGN KEY (chosen_agency) REFERENCES agency(code),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint session_working_agency_fkey FOREIGN KEY (working_agency) REFERENCES agency(code),
  constraint agreement_is_a_persons CHECK (((NOT agreement_asked) OR (person_id IS NOT NULL))),
  constraint certificate_is_whole CHECK (((certificate_authority IS NULL) = (certificate_serial IS NULL))),
  constraint proved_by_certificate CHECK (((certificate_serial IS NULL) OR (method = ANY (ARRAY['personCertificate'::sign_in_method, 'agencyCertificate'::sign_in_method])))),
  constraint second_after_password CHECK (((second_factor IS NULL) OR (method = 'password'::sign_in_method))),
  constraint second_factor_still_to_come CHECK (((second_factor_by IS NULL) OR ((method = 'password'::sign_in_method) AND (second_factor IS NULL)))),
  constraint session_certificate_serial_check CHECK ((certificate_serial ~ '^([0-9a-f]{2}){1,64}$'::text)),
  constraint session_check CHECK (((person_id IS NULL) = (card_agency IS NOT NULL))),
  constraint session_check1 CHECK (((method = 'agencyCertificate'::sign_in_method) = (card_agency IS NOT NULL))),
  constraint session_check2 CHECK (((ended_at IS NULL) = (ended_why IS NULL))),
  constraint session_check3 CHECK (((working_agency IS NULL) = (working_relation IS NULL))),
  constraint session_ended_why_check CHECK ((ended_why = ANY (ARRAY['signedOut'::text, 'idle'::text, 'expired'::text, 'disabled'::text, 'rightLost'::text, 'byUser'::text, 'byManager'::text, 'passwordChanged'::text, 'certificateRefused'::text]))),
  constraint session_open_todos_check CHECK (((open_todos >= 0) AND (open_todos <= 100))),
  constraint session_second_factor_check CHECK ((second_factor = ANY (ARRAY['totp'::text, 'recovery'::text]))),
  constraint session_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint session_user_agent_check CHECK ((length(user_agent) <= 300)),
  constraint session_working_relation_check CHECK ((working_relation = ANY (ARRAY['managed'::text, 'served'::text]))),
  constraint todos_are_persons CHECK (((person_id IS NOT NULL) OR ((open_todos = 0) AND (todos_counted_at IS NULL))))
);
CREATE INDEX session_live ON session USING btree (expires_at) WHERE (ended_at IS NULL);
CREATE INDEX session_of_certificate ON session USING btree (certificate_authority, certificate_serial) WHERE ((ended_at IS NULL) AND (certificate_serial IS NOT NULL));
CREATE INDEX session_person ON session USING btree (person_id, signed_in_at DESC);
CREATE TRIGGER tell_clients_of_the_end AFTER UPDATE OF ended_at ON session FOR EACH ROW WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL))) EXECUTE FUNCTION tell_clients_of_the_end();
grant delete on session to ecpa_program;
grant insert on session to ecpa_program;
grant select on session to ecpa_program;
grant update on session to ecpa_program;
comment on table session is 'not personal: card_agency, expires_at';
comment on column session.id is 'personal: stands for a session of somebody';
comment on column session.token_hash is 'personal: the cookie of somebody, as a hash';
comment on column session.method is 'personal: how somebody signed in';
comment on column session.signed_in_at is 'personal: when somebody signed in';
comment on column session.last_seen_at is 'personal: when somebody was last here';
comment on column session.chosen_agency is 'personal: for which agency somebody works now';
comment on column session.chosen_standing is 'personal: in which standing';
comment on column session.address is 'personal: from where somebody signed in';
comment on column session.user_agent is 'personal: with which program';
comment on column session.ended_at is 'personal: when somebody left';
comment on column session.ended_why is 'personal: why the session ended';
comment on column session.working_agency is 'personal: which agency somebody manages or serves now';
comment on column session.working_relation is 'personal: by which relation';
comment on column session.second_factor is 'personal: how somebody proved who they are';
comment on column session.open_todos is 'personal: how much waits for somebody';
comment on column session.todos_counted_at is 'personal: when somebody was last here';
comment on column session.second_factor_by is 'personal: until when somebody may come without a second factor';
comment on column session.certificate_authority is 'personal: by whose certificate somebody signed in';
comment on column session.certificate_serial is 'personal: the certificate of somebody';
comment on column session.agreement_asked is 'personal: whether somebody has still to agree to the notice';

create table session_holder (
  session_id uuid not null,
  card_agency agency_code not null,
  person_id bigint not null,
  verified_by sign_in_method,
  named_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint session_holder_pkey PRIMARY KEY (session_id),
  constraint session_holder_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint session_holder_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint session_of_the_card FOREIGN KEY (session_id, card_agency) REFERENCES session(id, card_agency) ON DELETE CASCADE,
  constraint session_holder_verified_by_check CHECK ((verified_by <> 'agencyCertificate'::sign_in_method))
);
CREATE INDEX session_holder_person ON session_holder USING btree (person_id);
grant insert (session_id, card_agency, person_id, verified_by, event_id) on session_holder to ecpa_program;
grant select on session_holder to ecpa_program;
grant update (person_id, verified_by, named_at, event_id) on session_holder to ecpa_program;
comment on table session_holder is 'not personal: card_agency, named_at, event_id';
comment on column session_holder.person_id is 'personal: who holds the card of an agency';
comment on column session_holder.verified_by is 'personal: how somebody confirmed it';

create table session_opening (
  session_id uuid not null,
  application_code application_code not null,
  agency_code agency_code not null,
  constraint session_opening_pkey PRIMARY KEY (session_id, application_code),
  constraint session_opening_agency_code_fkey FOREIGN KEY (agency_code) REFERENCES agency(code),
  constraint session_opening_application_code_fkey FOREIGN KEY (application_code) REFERENCES application(code),
  constraint session_opening_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
);
grant delete on session_opening to ecpa_program;
grant insert on session_opening to ecpa_program;
grant select on session_opening to ecpa_program;
grant update (agency_code) on session_opening to ecpa_program;
comment on column session_opening.application_code is 'personal: what somebody opened';
comment on column session_opening.agency_code is 'personal: on behalf of which agency';

create table session_query (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  kind text not null,
  criteria jsonb not null,
  kept_at timestamp with time zone not null default clock_timestamp(),
  constraint session_query_pkey PRIMARY KEY (id),
  constraint session_query_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE,
  constraint session_query_criteria_check CHECK ((length((criteria)::text) <= 4000)),
  constraint session_query_kind_check CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text))
);
CREATE INDEX session_query_kept ON session_query USING btree (kept_at);
CREATE INDEX session_query_session ON session_query USING btree (session_id, kept_at DESC);
grant delete on session_query to ecpa_program;
grant insert on session_query to ecpa_program;
grant select on session_query to ecpa_program;
comment on table session_query is 'not personal: kind';
comment on column session_query.id is 'personal: stands for what somebody looked for';
comment on column session_query.criteria is 'personal: whom somebody looked for';
comment on column session_query.kept_at is 'personal: when somebody looked';

create table sign_in_failure (
  kind text not null,
  subject bytea not null,
  failures integer not null,
  first_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint sign_in_failure_pkey PRIMARY KEY (kind, subject),
  constraint sign_in_failure_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'address'::text, 'browser'::text]))),
  constraint sign_in_failure_subject_check CHECK ((length(subject) = 32))
);
CREATE INDEX sign_in_failure_first ON sign_in_failure USING btree (first_at);
grant delete on sign_in_failure to ecpa_program;
grant insert on sign_in_failure to ecpa_program;
grant select on sign_in_failure to ecpa_program;
grant update on sign_in_failure to ecpa_program;
comment on table sign_in_failure is 'not personal: kind, failures, first_at, locked_until';
comment on column sign_in_failure.subject is 'personal: an account name, address or browser that was tried, as a keyed hash';

create table telling (
  id bigint not null generated always as identity,
  event_id bigint not null,
  kind text not null,
  content jsonb not null,
  told_at timestamp with time zone not null default now(),
  group_code group_code,
  standing standing,
  at_agency agency_code,
  constraint telling_pkey PRIMARY KEY (id),
  constraint telling_at_agency_fkey FOREIGN KEY (at_agency) REFERENCES agency(code),
  constraint telling_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint telling_group_code_fkey FOREIGN KEY (group_code) REFERENCES permission_group(code),
  constraint telling_check CHECK (((standing IS NULL) = (at_agency IS NULL))),
  constraint telling_check1 CHECK ((num_nonnulls(group_code, standing) <= 1)),
  constraint telling_content_check CHECK ((jsonb_typeof(content) = 'object'::text)),
  constraint telling_kind_check CHECK ((kind ~ '^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$'::text))
);
CREATE INDEX telling_event ON telling USING btree (event_id);
grant insert on telling to ecpa_program;
grant select on telling to ecpa_program;
comment on table telling is 'not personal: id, event_id, kind, told_at, group_code, standing, at_agency';
comment on column telling.content is 'personal: who did what concerning whom';

create table totp (
  person_id bigint not null,
  sealed_secret bytea not null,
  last_step bigint not null,
  set_up_at timestamp with time zone not null default now(),
  event_id bigint not null,
  constraint totp_pkey PRIMARY KEY (person_id),
  constraint totp_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint totp_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint totp_last_step_check CHECK ((last_step > 0)),
  constraint totp_sealed_secret_check CHECK (((length(sealed_secret) >= 40) AND (length(sealed_secret) <= 100)))
);
CREATE TRIGGER keep_totp_step BEFORE UPDATE ON totp FOR EACH ROW EXECUTE FUNCTION keep_totp_step();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON totp FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant delete on totp to ecpa_program;
grant insert on totp to ecpa_program;
grant select on totp to ecpa_program;
grant update (last_step) on totp to ecpa_program;
comment on table totp is 'not personal: event_id';
comment on column totp.sealed_secret is 'personal: the authenticator app of somebody, sealed';
comment on column totp.last_step is 'personal: when somebody last signed in with it';
comment on column totp.set_up_at is 'personal: when somebody set it up';

create table totp_offer (
  session_id uuid not null,
  sealed_secret bytea not null,
  offered_at timestamp with time zone not null default now(),
  constraint totp_offer_pkey PRIMARY KEY (session_id),
  constraint totp_offer_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE,
  constraint totp_offer_sealed_secret_check CHECK (((length(sealed_secret) >= 40) AND (length(sealed_secret) <= 100)))
);
grant delete on totp_offer to ecpa_program;
grant insert on totp_offer to ecpa_program;
grant select on totp_offer to ecpa_program;
grant update (sealed_secret, offered_at) on totp_offer to ecpa_program;
comment on table totp_offer is 'not personal: offered_at';
comment on column totp_offer.sealed_secret is 'personal: the authenticator app of somebody, sealed';

create table unaudited_change (
  transaction xid8 not null,
  table_name text not null,
  constraint unaudited_change_pkey PRIMARY KEY (transaction)
);
CREATE CONSTRAINT TRIGGER demand_event AFTER INSERT ON unaudited_change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION demand_event();
comment on table unaudited_change is 'not personal: transaction, table_name';

create table unverified_act_told (
  event_id bigint not null,
  told_at timestamp with time zone not null default now(),
  constraint unverified_act_told_pkey PRIMARY KEY (event_id),
  constraint unverified_act_told_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id)
);
grant insert (event_id) on unverified_act_told to ecpa_program;
grant select on unverified_act_told to ecpa_program;
comment on table unverified_act_told is 'not personal: event_id, told_at';

create table way_in (
  id uuid not null default gen_random_uuid(),
  person_id bigint not null,
  purpose text not null,
  medium text not null,
  secret_hash bytea not null,
  email_change_id uuid,
  opened_by bigint,
  opened_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  event_id bigint not null,
  failures smallint not null default 0,
  state text not null default 'open'::text,
  closed_at timestamp with time zone,
  closed_event_id bigint,
  card bytea,
  constraint way_in_pkey PRIMARY KEY (id),
  constraint way_in_secret_hash_key UNIQUE (secret_hash),
  constraint way_in_closed_event_id_fkey FOREIGN KEY (closed_event_id) REFERENCES audit_event(id),
  constraint way_in_email_change_id_fkey FOREIGN KEY (email_change_id) REFERENCES email_change(id),
  constraint way_in_event_id_fkey FOREIGN KEY (event_id) REFERENCES audit_event(id),
  constraint way_in_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES person(id),
  constraint way_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES account(person_id),
  constraint by_card_to_activation CHECK (((medium <> 'card'::text) OR ((purpose = 'activation'::text) AND (opened_by IS NULL)))),
  constraint card_of_open_way CHECK (((card IS NOT NULL) = ((medium = 'card'::text) AND (state = 'open'::text)))),
  constraint no_way_into_ones_own CHECK (((medium <> 'slip'::text) OR (opened_by <> person_id))),
  constraint spoiled_by_failures CHECK (
CASE
    WHEN (state = 'spoiled'::text) THEN (failures > 0)
    ELSE (failures < 5)
END),
  constraint way_in_check CHECK ((num_nonnulls(closed_at, closed_event_id) =
CASE
    WHEN (state = 'open'::text) THEN 0
    ELSE 2
END)),
  constraint way_in_failures_check CHECK (((failures >= 0) AND (failures <= 5))),
  constraint way_in_medium_check CHECK ((medium = ANY (ARRAY['link'::text, 'slip'::text, 'card'::text]))),
  constraint way_in_purpose_check CHECK ((purpose = ANY (ARRAY['newPassword'::text, 'activation'::text, 'confirmEmail'::text]))),
  constraint way_in_secret_hash_check CHECK ((length(secret_hash) = 32)),
  constraint way_in_state_check CHECK ((state = ANY (ARRAY['open'::text, 'used'::text, 'replaced'::text, 'spoiled'::text]))),
  constraint way_is_short CHECK ((expires_at <= (opened_at +
CASE
    WHEN (purpose = 'confirmEmail'::text) THEN '72:00:00'::interval
    WHEN (medium = 'slip'::text) THEN '24:00:00'::interval
    ELSE '00:30:00'::interval
END))),
  constraint way_of_its_kind CHECK ((((purpose = 'confirmEmail'::text) = (email_change_id IS NOT NULL)) AND ((purpose <> 'confirmEmail'::text) OR (medium = 'link'::text))))
);
CREATE INDEX way_in_email_change ON way_in USING btree (email_change_id) WHERE (email_change_id IS NOT NULL);
CREATE UNIQUE INDEX way_in_open ON way_in USING btree (person_id, purpose) WHERE (state = 'open'::text);
CREATE INDEX way_in_over ON way_in USING btree (COALESCE(closed_at, expires_at));
CREATE INDEX way_in_person ON way_in USING btree (person_id, opened_at DESC);
CREATE TRIGGER close_way_once BEFORE UPDATE ON way_in FOR EACH ROW EXECUTE FUNCTION close_way_once();
CREATE TRIGGER corrector_rests BEFORE INSERT ON way_in FOR EACH ROW WHEN ((new.purpose = 'newPassword'::text)) EXECUTE FUNCTION corrector_rests();
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON way_in FOR EACH STATEMENT EXECUTE FUNCTION note_change();
grant insert (id, person_id, purpose, medium, secret_hash, email_change_id, opened_by, expires_at, event_id, card) on way_in to ecpa_program;
grant select on way_in to ecpa_program;
grant update (failures, state, closed_at, closed_event_id) on way_in to ecpa_program;
comment on table way_in is 'not personal: id, purpose, medium, email_change_id, opened_at, expires_at, event_id, failures, state, closed_at, closed_event_id';
comment on column way_in.secret_hash is 'personal: a way into the account of somebody, as a hash';
comment on column way_in.opened_by is 'personal: who opened it';
comment on column way_in.card is 'personal: name, serial number and end of a national ID, sealed';

grant usage on person_id_seq to ecpa_program;
grant usage on post_id_seq to ecpa_program;

CREATE OR REPLACE FUNCTION agency_line(code agency_code, on_day date, known timestamp with time zone)
 RETURNS TABLE(agency_code agency_code, distance integer)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive line (agency_code, superior_code, distance) as (
    select v.agency_code, v.superior_code, 0
    from agency_version v where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    union all
    select v.agency_code, v.superior_code, line.distance + 1
    from line join agency_version v on v.agency_code = line.superior_code and v.valid @> on_day and v.recorded @> known
    where line.distance < 16
  )
  select agency_code, distance from line
$function$
;

CREATE OR REPLACE FUNCTION agency_scope(code agency_code, on_day date, known timestamp with time zone)
 RETURNS TABLE(agency_code agency_code)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select s.agency_code
  from agency_version v, agency_subtree(code, on_day, known) s
  where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    and (s.distance = 0 or v.superior_code is not null or v.superior_missing is not null)
  union
  select s.agency_code
  from personnel_office o
  join agency_version v on v.agency_code = o.office_code and v.valid @> on_day and v.recorded @> known,
    agency_subtree(o.agency_code, on_day, known) s
  where o.office_code = code and o.state = 'active' and o.valid @> on_day and o.recorded @> known
$function$
;

CREATE OR REPLACE FUNCTION agency_subtree(code agency_code, on_day date, known timestamp with time zone)
 RETURNS TABLE(agency_code agency_code, distance integer)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with recursive below (agency_code, distance) as (
    select v.agency_code, 0
    from agency_version v where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    union all
    select v.agency_code, below.distance + 1
    from below join agency_version v on v.superior_code = below.agency_code and v.valid @> on_day and v.recorded @> known
    where below.distance < 16
  )
  select agency_code, distance from below
$function$
;

CREATE OR REPLACE FUNCTION agreed_by_another()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before permission_grant;
begin
  select * into before from permission_grant where id = new.id and version = new.version - 1;
  if before.state = 'proposed' and not (new.state = 'ended' or (new.state = 'active' and new.confirmed_by is not null)) then
    raise exception 'A proposed grant needs a second manager' using errcode = 'integrity_constraint_violation';
  end if;
  -- What was agreed once stays so in later versions, whoever writes them.
  new.confirmed_by := coalesce(before.confirmed_by, new.confirmed_by);
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION all_different(list text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ select count(*) = count(distinct one) from unnest(list) as one $function$
;

CREATE OR REPLACE PROCEDURE audited(IN audited_table regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format(
    'create trigger note_change after insert or update or delete on %s for each statement execute function note_change()',
    audited_table);
end $procedure$
;

CREATE OR REPLACE FUNCTION cast_vote(voted uuid, voter bigint, chosen smallint[], event bigint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare asked poll;
begin
  perform pg_advisory_xact_lock(poll_turn(voted));
  select p.* into asked from poll p where p.id = voted and p.opens_at <= clock_timestamp() and p.closes_at > clock_timestamp()
    and not exists (select from poll_end e where e.poll_id = p.id);
  if not found then
    raise exception 'The poll is not open' using errcode = 'integrity_constraint_violation', constraint = 'vote_while_open';
  end if;
  if cardinality(chosen) not between 1 and asked.most_choices
    or (select count(distinct c.position) from poll_choice c where c.poll_id = voted and c.position = any(chosen)) <> cardinality(chosen) then
    raise exception 'The vote names other choices, one twice, none, or too many' using errcode = 'integrity_constraint_violation';
  end if;
  insert into poll_voter (poll_id, person_id, event_id) values (voted, voter, event);
  update poll_choice c set votes = c.votes + (c.position = any(chosen))::integer where c.poll_id = voted;
end $function$
;

CREATE OR REPLACE FUNCTION check_feed_there()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if (select count(distinct feed_id) from new_rows)
    <> (select count(*) from (select from feed where id in (select distinct feed_id from new_rows) for key share) f) then
    raise foreign_key_violation using message = format('a row of %s belongs to no feed', tg_table_name);
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION close_email_change_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'waiting' then
    raise exception 'A change of an e-mail address that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  if old.confirmed_at is not null and new.confirmed_at is distinct from old.confirmed_at then
    raise exception 'An e-mail address is confirmed once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION close_outlived_ways()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if exists (select from way_in where person_id = new.person_id and state = 'open' and purpose in ('newPassword', 'activation')) then
    update way_in set state = 'replaced', closed_at = now(), closed_event_id = (
      select e.id from audit_event e where e.transaction = pg_current_xact_id()
      order by e.person_id = new.person_id and e.code like 'account.%' desc nulls last, e.id desc limit 1)
    where person_id = new.person_id and state = 'open' and (purpose = 'newPassword' or (purpose = 'activation' and new.state <> old.state));
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION close_report_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'open' or new.state = 'open' then
    raise exception 'A report that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION close_way_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state <> 'open' then
    raise exception 'A way in that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  if new.failures < old.failures then
    raise exception 'A failure is not taken back' using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> 'open' then
    new.card := null;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION closed(recorded tstzrange)
 RETURNS tstzrange
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  if lower(recorded) > now() then
    raise exception 'The version was recorded after this transaction began' using errcode = 'serialization_failure';
  end if;
  return tstzrange(lower(recorded), now());
end $function$
;

CREATE OR REPLACE FUNCTION corrector_rests()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from email_change c
    where c.person_id = new.person_id and c.proposed_by = new.opened_by and c.proposed_by <> c.person_id
      and ((c.state = 'waiting' and c.expires_at > now()) or (c.state = 'effective' and c.closed_at > now() - interval '72 hours'))) then
    raise exception 'Whoever corrected the address opens no way in for 72 hours' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION count_table(counted regclass)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if counted not in ('feed_row', 'feed_person', 'feed_post', 'person', 'person_version', 'post', 'post_version', 'account') then
    raise exception '% is not counted by the program', counted using errcode = 'insufficient_privilege';
  end if;
  execute format('analyze %s', counted);
end $function$
;

CREATE OR REPLACE FUNCTION demand_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not exists (select from audit_event where transaction = new.transaction) then
    raise exception 'A transaction changed % without an audit event', new.table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  delete from unaudited_change where transaction = new.transaction;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION drop_difference()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from feed_post where feed_id = old.id;
  delete from feed_person where feed_id = old.id;
  return old;
end $function$
;

CREATE OR REPLACE FUNCTION drop_outlived_waits()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from second_factor_wait where person_id = new.person_id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION end_card_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.ended_at is not null then
    raise exception 'A card that was given up stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION end_sessions_of_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update session set ended_at = now(), ended_why = 'disabled' where person_id = new.person_id and ended_at is null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION end_sessions_of_holder()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update session s set ended_at = now(), ended_why = case when new.state <> 'active' then 'disabled'
      when new.password_changed_at is distinct from old.password_changed_at then 'passwordChanged' else 'byUser' end
    from session_holder h
    where h.person_id = new.person_id and h.verified_by is not null and s.id = h.session_id and s.ended_at is null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION file_removed_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.removed_at is not null then
    raise exception 'A file that was removed stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION greeting_outcome_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.outcome is not null and (new.outcome, new.arrived_at) is distinct from (old.outcome, old.arrived_at) then
    raise exception 'A card arrives once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION greeting_receivers_counted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.receivers <> (select count(*) from greeting_receiver r where r.greeting_id = new.id) then
    raise exception 'A card is sent to as many as it says' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION greeting_receivers_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from greeting g where g.id = coalesce(new.greeting_id, old.greeting_id) and g.sent_at is not null) then
    raise exception 'The receivers of a card that was sent stay' using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $function$
;

CREATE OR REPLACE FUNCTION greeting_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.sent_at is not null and (old.delivered_at is not null or old.taken_back_at is not null
    or (new.sender_id, new.picture, new.words_sealed, new.deliver_on, new.sent_at, new.sender_agency, new.receivers, new.due_at)
      is distinct from
      (old.sender_id, old.picture, old.words_sealed, old.deliver_on, old.sent_at, old.sender_agency, old.receivers, old.due_at)) then
    raise exception 'A card that was sent stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION groups_on(on_day date)
 RETURNS TABLE(code group_code, name text, agency_code agency_code)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select g.code, g.name, coalesce((select h.agency_code from group_home h
    where h.group_code = g.code and h.valid @> on_day and upper_inf(h.recorded)), g.agency_code)
  from permission_group g
$function$
;

CREATE OR REPLACE FUNCTION keep_account_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' then
    update account_state_version s set recorded = closed(s.recorded)
    from after_rows n join before_rows o using (person_id)
    where s.person_id = n.person_id and n.state <> o.state and upper_inf(s.recorded);
    insert into account_state_version (person_id, state, event_id)
    select n.person_id, n.state, (
      select e.id from audit_event e
      where e.person_id = n.person_id and e.transaction = pg_current_xact_id() and e.code like 'account.%'
      order by e.id desc limit 1)
    from after_rows n join before_rows o using (person_id) where n.state <> o.state;
  else
    insert into account_state_version (person_id, state) select person_id, state from after_rows;
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION keep_parties()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  parties text[] := tg_argv;
  later   jsonb  := to_jsonb(new);
  first   jsonb;
begin
  if tg_table_name = 'permission_grant' then
    select to_jsonb(d) into first from permission_grant d where d.id = new.id and d.version = 1;
  else
    execute format('select to_jsonb(d) from %I.%I d where d.id = $1 and d.version = 1 %s', tg_table_schema, tg_table_name,
      case when tg_table_name = 'concurrent_duty' then 'and d.application_code = $2' else 'and $2 is not null' end)
      into first using new.id, coalesce(later ->> 'application_code', '');
  end if;
  if first is null or exists (select from unnest(parties) p where first -> p is distinct from later -> p) then
    raise exception 'A version of a % cannot change its parties', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION keep_passkey()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.removed_at is not null then
    raise exception 'A passkey that was removed stays so' using errcode = 'integrity_constraint_violation';
  end if;
  -- Its counter goes on or, where it does not count, stays at zero: one that goes back may be a copy.
  if new.counter < old.counter or (new.last_used_at is distinct from old.last_used_at and new.counter = old.counter and new.counter > 0) then
    raise exception 'The counter of a passkey only goes on' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION keep_password_before()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into password_before (person_id, password_hash) values (old.person_id, old.password_hash);
  -- Two and the one in force are three.
  delete from password_before b where b.person_id = old.person_id and b.ctid not in (
    select ctid from password_before where person_id = old.person_id order by until desc limit 2);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION keep_recovery_code()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.used_at is not null then
    raise exception 'A recovery code is used once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION keep_role_givers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before central_role;
begin
  select * into before from central_role where id = new.id and version = new.version - 1;
  new.given_by := coalesce(new.given_by, before.given_by);
  new.confirmed_by := coalesce(new.confirmed_by, before.confirmed_by);
  new.by_operator := coalesce(new.by_operator, before.by_operator);
  if new.given_by is distinct from before.given_by
    or (before.confirmed_by is not null and new.confirmed_by <> before.confirmed_by) then
    raise exception 'A version of a role cannot change who gave it' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION keep_totp_step()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.last_step <= old.last_step then
    raise exception 'A code is taken once, and none before it' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION lead_agency(code agency_code, on_day date, known timestamp with time zone)
 RETURNS agency_code
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with line as (select * from agency_line(code, on_day, known)), top as (select max(distance) as distance from line)
  select l.agency_code
  from line l, top
  where l.distance = case
    when top.distance = 0 then 0
    -- Below a root the lead is one step under it; below an orphan (its superior unknown, or not living that day) the
    -- orphan itself leads.
    when exists (
      select from line o join agency_version v on v.agency_code = o.agency_code and v.valid @> on_day and v.recorded @> known
      where o.distance = top.distance and (v.superior_missing is not null or v.superior_code is not null)
    ) then top.distance
    else top.distance - 1
  end
$function$
;

CREATE OR REPLACE FUNCTION list_goes_on()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.number < old.number or new.this_update < old.this_update then
    raise exception 'A list is not replaced by an older one' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION note_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into unaudited_change values (pg_current_xact_id(), tg_table_name) on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION note_lost_rights()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  -- The only update there is closes versions. A statement that found none took nothing away.
  if not exists (select from closed_rows) then return null; end if;
  insert into rights_check (source, day) values (tg_argv[0]::rights_source, (now() at time zone 'Asia/Taipei')::date)
    on conflict do nothing;
  -- A key of the transaction's own: one that all shared would have them wait for each other.
  if found then
    perform graphile_worker.add_job('oidc.end-lost-access', '{}'::json, max_attempts => 10, priority => -5,
      job_key => 'oidc.end-lost-access ' || pg_current_xact_id());
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION one_pair_a_duty()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from concurrent_duty d
    where d.id = new.id and (d.acting_code <> new.acting_code or d.served_code <> new.served_code)
  ) then
    raise exception 'A duty has one acting and one served agency' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION only_close_recorded()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not upper_inf(old.recorded) or new.recorded is distinct from tstzrange(lower(old.recorded), now()) then
    raise exception 'A recorded version of % can only be closed, once, at the present moment', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  -- What is written and superseded by the same transaction was never known to anybody.
  if isempty(new.recorded) then
    raise exception 'A version of % cannot be superseded by the transaction that wrote it', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION only_trials_vanish()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not old.trial then
    raise exception 'A feed that was received is kept' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $function$
;

CREATE OR REPLACE FUNCTION poll_has_choices()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare n integer;
begin
  select count(*) into n from poll_choice c where c.poll_id = new.id;
  if n < 2 or n < new.most_choices then
    raise exception 'A poll has two choices or more, and as many as a vote may name' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION poll_result(told uuid)
 RETURNS TABLE(choice smallint, votes integer, voters integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_advisory_xact_lock_shared(poll_turn(told));
  perform from poll p left join poll_end e on e.poll_id = p.id
    where p.id = told and coalesce(e.ended_at > p.opens_at, p.closes_at <= clock_timestamp());
  if not found then return; end if;
  return query select c.position, c.votes, (select count(*)::integer from poll_voter w where w.poll_id = told)
    from poll_choice c where c.poll_id = told order by c.position;
end $function$
;

CREATE OR REPLACE FUNCTION poll_turn(voted uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$ select hashtextextended('poll ' || voted, 0) $function$
;

CREATE OR REPLACE FUNCTION purge_account_traces(most integer)
 RETURNS TABLE(passkeys integer, ways integer, emails integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare until timestamptz := now() - interval '180 days';
begin
  delete from passkey where id in (
    select k.id from passkey k where k.removed_at < until order by k.removed_at limit most for update skip locked);
  get diagnostics passkeys = row_count;
  delete from way_in where id in (
    select w.id from way_in w where coalesce(w.closed_at, w.expires_at) < until
    order by coalesce(w.closed_at, w.expires_at) limit most for update skip locked);
  get diagnostics ways = row_count;
  delete from email_change where id in (
    select c.id from email_change c
    where c.closed_at < until and not exists (select from way_in w where w.email_change_id = c.id)
    order by c.closed_at limit most for update skip locked);
  get diagnostics emails = row_count;
  return next;
end $function$
;

CREATE OR REPLACE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION restructured_to(plan uuid, source text, unit text, title text, post bigint)
 RETURNS text[]
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'post' and r.key = post::text),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'title' and r.key = unit || E'\t' || title),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'unit' and r.key = unit),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'rest' and r.key = ''),
    (select a.successors from restructuring_agency a where a.restructuring_id = plan and a.agency_code = source
      and a.role = 'ends' and cardinality(a.successors) <= 1))
$function$
;

CREATE OR REPLACE FUNCTION rows_go_with_feed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from feed_row where feed_id = old.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION signed_where_asked()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from announcement_version v
    where v.announcement_id = new.announcement_id and v.version = new.version and v.must_acknowledge) then
    raise exception 'Nothing was to be acknowledged' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION take_duty_content()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  request duty_request;
begin
  select * into request from duty_request where id = new.request_id for update;
  if new.content <> request.content + 1 then
    raise exception 'An amendment that does not follow the last one' using errcode = 'serialization_failure';
  end if;
  if request.state not in ('draft', 'declined', 'returned') then
    raise exception 'A request that is % cannot be amended', request.state using errcode = 'integrity_constraint_violation';
  end if;
  update duty_request set content = new.content, touched_at = now() where id = new.request_id;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION take_duty_step()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  request duty_request;
begin
  select * into request from duty_request where id = new.request_id for update;
  -- First of all: whoever met another's step has to look again.
  if new.step <> request.step + 1 or new.content <> request.content
    or new.round <> request.round + (new.kind = 'send')::int then
    raise exception 'A step that does not follow the last one' using errcode = 'serialization_failure';
  end if;
  if not (case new.kind
    when 'send' then request.state in ('draft', 'declined', 'returned')
    when 'agree' then request.state = 'sent'
    when 'decline' then request.state = 'sent'
    when 'decide' then request.state = 'agreed'
    when 'return' then request.state = 'agreed'
    when 'withdraw' then request.state in ('draft', 'sent', 'agreed', 'declined', 'returned')
  end) then
    raise exception 'A request that is % cannot take the step %', request.state, new.kind
      using errcode = 'integrity_constraint_violation';
  end if;
  -- Who wrote what was sent is one of the three, too.
  if new.kind in ('agree', 'decide') and exists (
    select from duty_request_content c
    where c.request_id = new.request_id and c.content = new.content and c.written_by = new.person_id
  ) then
    raise exception 'Who drafted a request can neither agree to it nor decide it'
      using errcode = 'integrity_constraint_violation';
  end if;
  update duty_request set step = new.step, round = new.round, touched_at = now(),
    state = (case new.kind when 'send' then 'sent' when 'agree' then 'agreed' when 'decline' then 'declined'
      when 'decide' then 'decided' when 'return' then 'returned' else 'withdrawn' end)::duty_request_state
    where id = new.request_id;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION tell_clients_of_the_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job('oidc.back-channel-logout',
    json_build_object('sessionId', new.id, 'clientId', c.client_id), max_attempts => 10, priority => -5)
  from oidc_session_client s join oidc_client c on c.client_id = s.client_id
  where s.session_id = new.id and c.backchannel_logout_uri is not null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION todo_withdrawn_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.withdrawn_at is not null then
    raise exception 'An item that was withdrawn stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE PROCEDURE versioned(IN versioned_table regclass)
 LANGUAGE plpgsql
AS $procedure$
declare
  named text;
begin
  call audited(versioned_table);
  execute format(
    'create trigger only_close_recorded before update on %s for each row execute function only_close_recorded()',
    versioned_table);
  select string_agg(quote_ident(attname), ', ') into named
  from pg_attribute where attrelid = versioned_table and attnum > 0 and not attisdropped and attname <> 'recorded';
  execute format('grant select, insert (%s), update (recorded) on %s to ecpa_program', named, versioned_table);
end $procedure$
;

CREATE OR REPLACE FUNCTION withdrawn_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from announcement_version v where v.announcement_id = new.announcement_id and v.withdrawn) then
    raise exception 'An announcement that was withdrawn stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;
