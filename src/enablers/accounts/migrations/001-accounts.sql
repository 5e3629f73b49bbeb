-- Accounts of people: a password, a second factor, ways to reach them. No RUN, name, number or mailbox stands here in the clear: `run_key` and `value_key` are keyed fingerprints, `sealed` opens with the installation's key.
create schema if not exists accounts;
create table accounts.accounts (
  id          uuid        primary key,
  run_key     bytea       not null unique,
  -- What institutions get as `sub`: never the RUN (law.md 1.16).
  number      bigint      not null unique generated always as identity,
  sealed      bytea       not null,
  -- argon2id; none until it is activated.
  password    text,
  password_at timestamptz,
  -- Sealed secret of the app that makes codes; the last step that was used, so that a code counts once.
  totp        bytea,
  totp_step   bigint      not null default 0,
  created_at  timestamptz not null
);
-- How a person was checked in person: by whom, with which document (its number only as a keyed fingerprint), and who or what looked a second time.
create table accounts.proofs (
  id         uuid        primary key,
  account_id uuid        not null references accounts.accounts (id) on delete cascade,
  at         timestamptz not null,
  document   bytea       not null,
  kind       text        not null,
  expires    date        not null,
  checked_by text        not null,
  second     text        not null
);
create index proofs_account on accounts.proofs (account_id);
-- Failures are counted for every RUN that is tried, whether somebody has it or not; a browser its person used before is counted apart.
create table accounts.tries (
  run_key      bytea       not null,
  device       bytea       not null,
  failed       integer     not null,
  locks        integer     not null default 0,
  locked_until timestamptz,
  last_at      timestamptz not null,
  primary key (run_key, device)
);
-- What somebody is in the middle of: a second step, a recovery, a challenge of a passkey. Under the SHA-256 of a cookie or of a code.
create table accounts.pending (
  hash       bytea       primary key,
  purpose    text        not null,
  account_id uuid        references accounts.accounts (id) on delete cascade,
  digits     bytea,
  challenge  text,
  tries      integer     not null default 0,
  until      timestamptz not null
);
create index pending_account on accounts.pending (account_id, purpose);
create table accounts.passkeys (
  id         text        primary key,
  account_id uuid        not null references accounts.accounts (id) on delete cascade,
  public_key bytea       not null,
  counter    bigint      not null,
  transports text[]      not null default '{}',
  name       text        not null,
  created_at timestamptz not null,
  used_at    timestamptz
);
create index passkeys_account on accounts.passkeys (account_id);
-- Where a person is reached. `usable_at`: from when on codes go there; a change waits 24 hours (channels.md §2.1).
create table accounts.contacts (
  id           uuid        primary key,
  person_id    uuid        not null,
  kind         text        not null check (kind in ('sms', 'email')),
  sealed       bytea       not null,
  value_key    bytea       not null,
  digits       bytea,
  digits_until timestamptz,
  tries        integer     not null default 0,
  change       boolean     not null,
  added_at     timestamptz not null,
  confirmed_at timestamptz,
  usable_at    timestamptz,
  removed_at   timestamptz
);
create unique index contacts_one on accounts.contacts (person_id, value_key) where removed_at is null;
-- Messages to one number or mailbox, whoever asked for them.
create table accounts.sends (
  value_key bytea       not null,
  at        timestamptz not null
);
create index sends_key on accounts.sends (value_key, at);
create table accounts.phone_pins (
  person_id uuid        primary key,
  hash      text        not null,
  tries     integer     not null default 0,
  set_by    text        not null,
  set_at    timestamptz not null
);
