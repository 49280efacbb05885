-- Programs that ask for themselves (OAuth client credentials). A client that belongs to an application may do so in the
-- application's name (`authzen`); one that belongs to none (4.3a, apiClients) has nobody to send back, and no sign-ins.

alter table oidc_client
  alter application_code drop not null,
  -- What a program's tokens are made out to. Another one ends them all: a changed secret, a token that was revoked.
  add program_key uuid not null default gen_random_uuid() unique,
  drop constraint oidc_client_redirect_uris_check,
  drop constraint oidc_client_scopes_check,
  add constraint oidc_client_of_application check (application_code is null or (
    cardinality(redirect_uris) between 1 and 20
    and 'openid' = any (scopes) and scopes <@ '{openid,profile,email,ecpa,authzen}'
    -- Who keeps no secret cannot prove to be the application.
    and ('authzen' <> all (scopes) or token_endpoint_auth_method <> 'none'))),
  add constraint oidc_client_of_none check (application_code is not null or (
    cardinality(redirect_uris) = 0 and cardinality(post_logout_redirect_uris) = 0 and backchannel_logout_uri is null
    and cardinality(scopes) > 0 and scopes <@ '{scim,todos,feed}'
    and token_endpoint_auth_method = 'client_secret_basic'));

comment on table oidc_client is 'not personal: client_id, application_code, secret_sealed, redirect_uris,
  post_logout_redirect_uris, backchannel_logout_uri, token_endpoint_auth_method, id_token_signed_response_alg, require_pkce,
  scopes, jwks, jwks_uri, program_key';
