-- A contact that its person disowned, once a supervisor has looked into it. Why is sealed in its stream.
alter table cases.episodes add column settled boolean not null default false;
