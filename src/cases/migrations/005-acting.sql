-- The mandate by which the person of an open attention acts for somebody else.
alter table cases.attentions add column mandate uuid;
create index attentions_mandate on cases.attentions (mandate) where mandate is not null;
