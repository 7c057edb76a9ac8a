-- Which key speaks for a till: the one that it was opened with, until staff let another go on in its place.
alter table till add column key_id text, add column version bigint not null default 0;
update till set key_id = device_id;
alter table till alter column key_id set not null;
create unique index till_key_id_key on till (key_id);

-- Up to which place events that tills pull were forgotten: whoever reads on from before it has missed some, and is told.
create table pulled_horizon (
  "only" boolean not null default true,
  position bigint not null default 0,
  constraint pulled_horizon_pkey primary key ("only"),
  constraint pulled_horizon_is_one check ("only")
);
insert into pulled_horizon default values;

-- The open exceptions of all stores, and the resolved ones of a store: among those that lie about for years they would be looked for one by one.
create index exception_open_anywhere on exception (id desc) where resolved_at is null;
create index exception_resolved on exception (location_id, id desc) where resolved_at is not null;
