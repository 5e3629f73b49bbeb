-- While an institution changes its secret everywhere, the one before counts too, until the time it was shown.
alter table claveunica.clients add column old_secret_hash bytea, add column old_until timestamptz;
