-- Since when a master key, or a generation of a compartment's key, is in use. Never a key.
create table key_era (
    kind     text   not null, -- S1
    number   bigint not null, -- S1
    since_at bigint not null, -- S1
    primary key (kind, number)
); -- clustered
