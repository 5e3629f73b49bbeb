-- A conversation as its transport names it (`key`: HMAC of transport and thread), and what was written in it. Words and state are sealed; `ref` is the HMAC of the transport's own id of a message,
-- so that one that comes twice is one. What stays of a conversation is its contact and its journeys, in the log; these rows go a month after the last word.
create schema if not exists chat;
create table chat.threads (
  id         uuid        primary key,
  key        bytea       not null unique,
  transport  text        not null,
  address    bytea       not null,
  round      integer     not null default 0,
  episode_id uuid,
  at         timestamptz not null,
  last_in    timestamptz,
  busy_until timestamptz not null default '-infinity',
  state      bytea
);
create index threads_at on chat.threads (at);
create index threads_episode on chat.threads (episode_id);
create table chat.messages (
  n          bigint      generated always as identity primary key,
  thread_id  uuid        not null references chat.threads (id) on delete cascade,
  episode_id uuid        not null,
  at         timestamptz not null,
  by_id      text        not null,
  key        text        not null unique,
  ref        bytea       unique,
  status     text        not null check (status in ('received', 'kept', 'held', 'queued', 'sent', 'delivered', 'read', 'failed')),
  tries      integer     not null default 0,
  due        timestamptz,
  body       bytea
);
create index messages_episode on chat.messages (episode_id, n);
create index messages_due on chat.messages (due) where status = 'queued';
