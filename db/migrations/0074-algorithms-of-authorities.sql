-- Which algorithms an authority may use: in certificates, lists and answers, for the keys that it certifies and what cards sign by them
-- (R-CRT-1). Null: all that the validator trusts (SOUND_ALGORITHMS of src/pki). Never more than those.
create function all_different(list text[]) returns boolean
language sql immutable strict parallel safe as $$ select count(*) = count(distinct one) from unnest(list) as one $$;

alter table certificate_authority
  add column algorithms text[] check (cardinality(algorithms) > 0 and all_different(algorithms) and algorithms <@ array[
    'rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'rsaPss-sha256', 'rsaPss-sha384', 'rsaPss-sha512', 'ecdsa-sha256', 'ecdsa-sha384',
    'ecdsa-sha512', 'ed25519']);
comment on table certificate_authority is 'not personal: code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies,
  list_url, grace_seconds, in_use, event_id, revocation, ocsp_url, algorithms';
