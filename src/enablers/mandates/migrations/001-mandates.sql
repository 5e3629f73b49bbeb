-- Who acts for whom. Ids of persons are identity's own; what was typed or shown (the RUN of whom it was given to, evidence, names of a company)
-- is sealed. `services` null: all. Dates are civil dates in Chile, both included.
create schema if not exists mandates;
create table mandates.mandates (
  id             uuid        primary key,
  represented    uuid        not null,
  representative uuid        not null,
  granted_at     timestamptz not null,
  accepted_at    timestamptz,
  ended_at       timestamptz,
  checked_at     timestamptz,
  from_on        date        not null,
  until_on       date,
  kind           text        not null,
  form           text        not null,
  state          text        not null check (state in ('granted', 'active', 'revoked', 'ended', 'refused')),
  services       text[],
  acts           text[]      not null,
  sealed         bytea       not null,
  check (represented <> representative)
);
create index mandates_representative on mandates.mandates (representative);
create index mandates_represented on mandates.mandates (represented);
create index mandates_until on mandates.mandates (until_on) where state in ('granted', 'active');
-- What happened to each, in order; never changed but for `told_at`: when both people's own records had it.
create table mandates.events (
  mandate_id uuid        not null references mandates.mandates (id),
  seq        integer     not null,
  at         timestamptz not null,
  told_at    timestamptz,
  type       text        not null,
  by_id      text        not null,
  by_role    text        not null,
  primary key (mandate_id, seq)
);
create index mandates_untold on mandates.events (at) where told_at is null;
