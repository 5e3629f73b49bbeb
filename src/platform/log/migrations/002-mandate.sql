-- By which mandate somebody acted for the person of the header: an id of ours, hashed with the header when there is one. Events from before
-- have none, and their hashes stand.
alter table log.events add column mandate uuid;
