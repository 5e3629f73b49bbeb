-- Where each lives, as a keyed digest that can only be compared: from what a register said for a case of theirs. Goes with the person.
create table data_use.homes (
  person_id uuid  primary key,
  home      bytea not null check (octet_length(home) = 32)
);
