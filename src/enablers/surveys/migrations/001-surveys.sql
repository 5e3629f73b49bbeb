-- What people say of how it went. No person and no case stands here: `about` is a keyed fingerprint of the case or contact, so that each is counted once and nobody can go back from a line to its person.
create schema if not exists surveys;
create table surveys.answers (
  about       bytea    primary key,
  questions   text     not null,
  service     text,
  institution text     not null,
  channel     text     not null,
  venue       text,
  language    text     not null,
  score       smallint not null check (score between 1 and 7),
  resolved    text     not null check (resolved in ('yes', 'partly', 'no')),
  ease        smallint not null check (ease between 1 and 7),
  day         date     not null
);
