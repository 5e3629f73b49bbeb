-- Contacts that their person said were not with them: for the supervisor to look into (reference/channels.md §2.1, suspected bogus).
alter table cases.episodes add column flagged boolean not null default false;
create index episodes_flagged on cases.episodes (institution_id, opened_at) where flagged;
