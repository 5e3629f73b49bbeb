-- Accounts and tries live in their own room now; what is open here for a minute or an hour begins anew under their ids.
drop table claveunica.accounts;
drop table claveunica.tries;
delete from claveunica.sessions;
delete from claveunica.codes;
delete from claveunica.tokens;
alter table claveunica.sessions drop column run_key, add column account uuid not null;
alter table claveunica.codes drop column run_key, add column account uuid not null;
alter table claveunica.tokens drop column run_key, add column account uuid not null;
