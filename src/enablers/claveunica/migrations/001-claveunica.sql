-- Accounts with a password, and applications of institutions that sign people in by ClaveÚnica's contract. No RUN stands here in the clear: `run_key` is a keyed fingerprint, `sealed` opens with the installation's key.
create schema if not exists claveunica;
create table claveunica.accounts (
  run_key  bytea  primary key,
  number   bigint not null unique generated always as identity,
  password text   not null,
  sealed   bytea  not null
);
-- Failures are counted for every RUN that is tried, whether somebody has it or not.
create table claveunica.tries (
  run_key  bytea       primary key,
  failed   integer     not null,
  since    timestamptz not null
);
create table claveunica.clients (
  id           text    primary key,
  secret_hash  bytea   not null,
  name         text    not null,
  stage        text    not null check (stage in ('sandbox', 'qa', 'production')),
  certified    boolean not null,
  revoked      boolean not null default false,
  redirect_uris text[] not null,
  logout_uris  text[]  not null
);
create table claveunica.sessions (
  hash    bytea       primary key,
  run_key bytea       not null,
  until   timestamptz not null
);
create table claveunica.codes (
  hash         bytea       primary key,
  until        timestamptz not null,
  used_at      timestamptz,
  client       text        not null,
  redirect_uri text        not null,
  state        text        not null,
  run_key      bytea       not null
);
create table claveunica.tokens (
  hash    bytea       primary key,
  until   timestamptz not null,
  client  text        not null,
  run_key bytea       not null,
  code    bytea       not null
);
create index tokens_code on claveunica.tokens (code);
create table claveunica.keys (
  id     text  primary key,
  sealed bytea not null,
  public jsonb not null
);
