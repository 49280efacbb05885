-- OpenID Connect: who may ask, with which keys we sign, and what was given. Signing in itself is the portal's: these
-- rows only point to its sessions, and what they gave ends when the session does.

-- A program that receives sign-ins for one application (4.3a, oidcClients).
create table oidc_client (
  client_id                    text collate "C" primary key check (client_id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  application_code             application_code not null references application,
  -- Sealed, not hashed: `export config` on another machine never shows it, yet client_secret_basic needs only to compare.
  secret_sealed                bytea,
  redirect_uris                text[] not null check (cardinality(redirect_uris) between 1 and 20),
  post_logout_redirect_uris    text[] not null default '{}' check (cardinality(post_logout_redirect_uris) <= 20),
  backchannel_logout_uri       text check (length(backchannel_logout_uri) <= 2000),
  token_endpoint_auth_method   text not null check (token_endpoint_auth_method in (
    'client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none')),
  id_token_signed_response_alg text not null check (id_token_signed_response_alg in ('ES256', 'RS256')),
  require_pkce                 boolean not null default true,
  scopes                       text[] not null check (scopes <@ '{openid,profile,email,ecpa}' and 'openid' = any (scopes)),
  -- For private_key_jwt: the client's public keys, or where they are published.
  jwks                         jsonb,
  jwks_uri                     text check (length(jwks_uri) <= 2000),
  check ((token_endpoint_auth_method like 'client\_secret\_%') = (secret_sealed is not null)),
  check ((token_endpoint_auth_method = 'private_key_jwt') = (num_nonnulls(jwks, jwks_uri) = 1)),
  check (require_pkce or token_endpoint_auth_method <> 'none')
);
create index oidc_client_application on oidc_client (application_code);
call audited('oidc_client');
grant select, insert, update, delete on oidc_client to ecpa_program;

-- Keys, sealed. Of each use one is in use (`current`), one is already published so that nobody is surprised by it
-- (`next`), and those before are still believed (`retired`). `pairwise` never rotates: every `sub` hangs on it.
create table oidc_key (
  id         uuid primary key default gen_random_uuid(),
  use        text not null check (use in ('ES256', 'RS256', 'reference', 'pairwise')),
  state      text not null check (state in ('next', 'current', 'retired')),
  sealed     bytea not null,
  made_at    timestamptz not null default now(),
  retired_at timestamptz,
  check ((state = 'retired') = (retired_at is not null)),
  check (use <> 'pairwise' or state = 'current')
);
create unique index oidc_key_one_in_use on oidc_key (use, state) where state <> 'retired';
call audited('oidc_key');
grant select, insert, delete, update (state, retired_at) on oidc_key to ecpa_program;

-- One row for each time somebody was sent back to an application with a code. The code, the access tokens and the refresh
-- tokens are signed references to this row, so that the whole flow inserts once and updates once. The id is time-ordered
-- (UUID version 7): old rows lie together and are purged by the primary key, the only index. No foreign keys: they would
-- lock the session's and client's rows for each sign-in, and a grant without its session gives nothing anyway.
create table oidc_grant (
  id                 uuid primary key,
  session_id         uuid not null,
  client_id          text collate "C" not null,
  redirect_uri       text not null,
  scope              text not null,
  nonce              text,
  code_challenge     text,
  claims             jsonb,
  code_used_at       timestamptz,
  -- How often the refresh token was rotated: only the reference that carries this number is the living one.
  refresh_generation integer not null default 0,
  revoked_at         timestamptz
) with (fillfactor = 80);
grant select, insert, delete, update (code_used_at, refresh_generation, revoked_at) on oidc_grant to ecpa_program;

-- Which clients somebody was sent back to in a session: those to tell when it ends.
create table oidc_session_client (
  session_id uuid not null references session on delete cascade,
  client_id  text collate "C" not null references oidc_client on delete cascade,
  primary key (session_id, client_id)
);
grant select, insert, delete on oidc_session_client to ecpa_program;

-- An authorization request that waits for its person to sign in.
create table oidc_interaction (
  id         text collate "C" primary key check (length(id) between 20 and 64),
  payload    jsonb not null,
  started_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index oidc_interaction_expires on oidc_interaction (expires_at);
grant select, insert, delete on oidc_interaction to ecpa_program;

-- Client assertions that were already used (private_key_jwt).
create table oidc_assertion (
  id         text collate "C" primary key check (length(id) <= 64),
  expires_at timestamptz not null
);
create index oidc_assertion_expires on oidc_assertion (expires_at);
grant select, insert, delete on oidc_assertion to ecpa_program;

-- However a session ends (signing out, an account disabled, a password changed, a manager's act), its clients are told:
-- the job is written by the database in the transaction that ends it, so that no way of ending can forget.
create function tell_clients_of_the_end() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform graphile_worker.add_job('oidc.back-channel-logout',
    json_build_object('sessionId', new.id, 'clientId', c.client_id), max_attempts => 10)
  from oidc_session_client s join oidc_client c on c.client_id = s.client_id
  where s.session_id = new.id and c.backchannel_logout_uri is not null;
  return null;
end $$;
create trigger tell_clients_of_the_end after update of ended_at on session
  for each row when (old.ended_at is null and new.ended_at is not null) execute function tell_clients_of_the_end();

comment on table oidc_client is 'not personal: client_id, application_code, secret_sealed, redirect_uris,
  post_logout_redirect_uris, backchannel_logout_uri, token_endpoint_auth_method, id_token_signed_response_alg, require_pkce,
  scopes, jwks, jwks_uri';
comment on table oidc_key is 'not personal: id, use, state, sealed, made_at, retired_at';
comment on table oidc_grant is 'not personal: redirect_uri, scope, nonce, code_challenge, claims, code_used_at,
  refresh_generation, revoked_at';
comment on column oidc_grant.id is 'personal: stands for a sign-in of somebody to an application';
comment on column oidc_grant.client_id is 'personal: to which program somebody went';
comment on column oidc_session_client.client_id is 'personal: to which program somebody went';
comment on table oidc_interaction is 'not personal: id, started_at, expires_at';
comment on column oidc_interaction.payload is 'personal: the request, which may carry a hint of who asks';
comment on table oidc_assertion is 'not personal: id, expires_at';
