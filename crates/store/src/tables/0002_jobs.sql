-- Work that must not be forgotten.
create table job (
    due_at   bigint not null, -- S1
    id       bytea  not null, -- S1
    kind     text   not null, -- S1
    subject  bytea  not null, -- S1
    attempts bigint not null, -- S1
    primary key (due_at, id)
); -- clustered

-- Who does, for now, what only one node may do.
create table lease (
    task     text   not null primary key, -- S1
    node     text   not null,             -- S1
    until_at bigint not null              -- S1
); -- clustered
