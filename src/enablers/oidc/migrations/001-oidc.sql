-- What the OpenID provider keeps. No token, code or RUN stands here in the clear: ids are keyed fingerprints, `sealed` opens with the installation's key.
create schema if not exists oidc;
create table oidc.records (
  model       text  not null,
  id          bytea not null,
  sealed      bytea not null,
  grant_key   bytea,
  user_key    bytea,
  uid_key     bytea,
  person_id   uuid,
  client_id   text,
  consumed_at timestamptz,
  expires_at  timestamptz,
  primary key (model, id)
);
create index records_grant on oidc.records (grant_key) where grant_key is not null;
create index records_user on oidc.records (user_key) where user_key is not null;
create index records_uid on oidc.records (uid_key) where uid_key is not null;
create index records_person on oidc.records (person_id) where person_id is not null;
create index records_client on oidc.records (client_id) where client_id is not null;
create index records_expires on oidc.records (expires_at);
-- Applications of institutions. `sealed` holds what is secret of them and the rest of what they registered.
create table oidc.clients (
  id          text primary key,
  institution text not null,
  stage       text not null check (stage in ('sandbox', 'qa', 'production')),
  certified   boolean not null,
  revoked_at  timestamptz,
  sealed      bytea not null,
  created_at  timestamptz not null,
  changed_at  timestamptz not null
);
-- `next` is published before it signs; `old` stays until what it signed has ended. `console` is the agents' own.
create table oidc.keys (
  kid    text primary key,
  state  text not null check (state in ('next', 'current', 'old', 'console')),
  sealed bytea not null,
  public jsonb not null,
  since  timestamptz not null,
  until  timestamptz
);
-- Which session here belongs to which session of a browser, so that they end together.
create table oidc.logins (
  browser text  not null,
  uid_key bytea not null,
  sealed  bytea not null,
  at      timestamptz not null,
  primary key (browser, uid_key)
);
-- Somebody asks, over another channel, that a person says who she is (CIBA).
create table oidc.asks (
  id          uuid primary key,
  request_key bytea not null,
  person_id   uuid not null,
  client_id   text not null,
  level       smallint not null,
  sealed      bytea not null,
  state       text not null check (state in ('waiting', 'granted', 'refused')),
  acr         text,
  amr         text[],
  link        bytea,
  at          timestamptz not null,
  until       timestamptz not null,
  answered_at timestamptz
);
create index asks_person on oidc.asks (person_id, at);
create index asks_link on oidc.asks (link) where link is not null;
