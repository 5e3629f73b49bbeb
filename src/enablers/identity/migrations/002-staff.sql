-- Who serves, at a post, in a browser: under the SHA-256 of its cookie. A member is at one post at a time.
create table identity.staff_sessions (
  hash       bytea       primary key,
  member_id  text        not null,
  post_id    text        not null,
  provider   text        not null,
  started_at timestamptz not null,
  idle_until timestamptz not null,
  expires_at timestamptz not null
);
create unique index staff_sessions_member on identity.staff_sessions (member_id);
-- Six digits on their way to a person, kept as an HMAC bound to the challenge. `about`: what they were sent for.
create table identity.challenges (
  id         uuid        primary key,
  person_id  uuid        not null,
  about      text        not null,
  digits     bytea       not null,
  sent_at    timestamptz not null,
  expires_at timestamptz not null,
  tries      smallint    not null default 0,
  used_at    timestamptz
);
create index challenges_person on identity.challenges (person_id, sent_at);
