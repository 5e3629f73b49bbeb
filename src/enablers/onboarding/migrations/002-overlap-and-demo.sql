-- Until when what a pair proved itself by before still counts; and which applications are the demonstration's.
alter table onboarding.credentials add column old_until timestamptz;
alter table onboarding.applications add column demo boolean not null default false;
update onboarding.applications set demo = true where id = '01930d2a-0000-7000-8000-00000000c1a5';
