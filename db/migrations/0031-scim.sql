-- An application may read its own users by SCIM 2.0, as it may ask about them by AuthZEN: both are the program's own doing, and
-- who keeps no secret cannot prove to be the application.
alter table oidc_client
  drop constraint oidc_client_of_application,
  add constraint oidc_client_of_application check (application_code is null or (
    cardinality(redirect_uris) between 1 and 20
    and 'openid' = any (scopes) and scopes <@ '{openid,profile,email,ecpa,authzen,scim}'
    and (not scopes && '{authzen,scim}' or token_endpoint_auth_method <> 'none')));
