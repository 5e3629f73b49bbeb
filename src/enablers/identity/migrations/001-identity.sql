-- Who people are. Ids are ours; a RUN stands nowhere in the clear: `sealed` holds {run, names} under the keyring's «identity» key,
-- `run_key` is an HMAC of the RUN under a secret of that key, so that the same RUN is found again and a copied table tells none.
create schema if not exists identity;
create table identity.persons (
  id         uuid        primary key,
  run_key    bytea       not null unique,
  sealed     bytea       not null,
  created_at timestamptz not null
);
-- A browser's session, under the SHA-256 of its cookie. `ended_at`: another one took its place.
create table identity.sessions (
  hash       bytea       primary key,
  person_id  uuid        references identity.persons (id) on delete cascade,
  assurance  smallint    not null check (assurance between 0 and 3),
  provider   text        not null,
  journeys   uuid[]      not null default '{}',
  started_at timestamptz not null,
  idle_until timestamptz not null,
  expires_at timestamptz not null,
  ended_at   timestamptz,
  check ((person_id is null) = (assurance = 0))
);
create index sessions_person on identity.sessions (person_id) where person_id is not null;
create index sessions_expiry on identity.sessions (expires_at);
-- An institution's system. `assurance`: how sure its agreement lets it be of whom it acts for.
create table identity.clients (
  id          text        primary key,
  institution text        not null,
  assurance   smallint    not null check (assurance between 0 and 3),
  demo        boolean     not null default false,
  created_at  timestamptz not null
);
-- Bearer tokens of the API, under their SHA-256: of one journey, or of one client.
create table identity.tokens (
  hash       bytea       primary key,
  case_id    uuid,
  client_id  text        references identity.clients (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  check ((case_id is null) <> (client_id is null))
);
create index tokens_case on identity.tokens (case_id) where case_id is not null;
create index tokens_expiry on identity.tokens (expires_at);
-- On what basis a client acted for a person (contracts §5). The words are sealed: they may name somebody.
create table identity.bases (
  client_id  text        not null references identity.clients (id) on delete cascade,
  person_id  uuid        not null references identity.persons (id) on delete cascade,
  basis_key  bytea       not null,
  sealed     bytea       not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  uses       integer     not null default 1,
  primary key (client_id, person_id, basis_key)
);
