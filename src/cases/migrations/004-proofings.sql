-- Second looks at a person's document, which colleagues of the same office are asked for: one for each contact, no name and no number.
create table cases.proofings (
  episode_id     uuid        primary key,
  id             uuid        not null unique,
  until          timestamptz not null,
  institution_id text        not null,
  venue          text,
  post           text,
  ticket         text,
  by_id          text        not null,
  state          text        not null
);
create index proofings_office on cases.proofings (institution_id, venue) where state = 'waiting';
