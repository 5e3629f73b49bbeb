-- How a browser's person signed in (RFC 8176), when, in which kind of browser, and for whom they act now.
alter table identity.sessions
  add column amr      text[]      not null default '{}',
  add column since    timestamptz,
  add column about    text,
  add column mandate  uuid;
update identity.sessions set since = started_at;
alter table identity.sessions alter column since set not null;
