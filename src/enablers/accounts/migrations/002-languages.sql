-- In which language a person is written to: the one she chose, else the one in which she last signed in.
create table accounts.languages (
  person_id uuid        primary key,
  at        timestamptz not null,
  language  text        not null check (language in ('es', 'en')),
  chosen    boolean     not null default false
);
