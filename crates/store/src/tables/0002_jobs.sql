-- Work that must not be forgotten.
create table job (
    id       bytea  not null primary key, -- S1
    kind     text   not null,             -- S1
    subject  bytea  not null,             -- S1
    due_at   bigint not null,             -- S1
    attempts bigint not null              -- S1
);
create index job_due on job (due_at);

-- Who does, for now, what only one node may do.
create table lease (
    task     text   not null primary key, -- S1
    node     text   not null,             -- S1
    until_at bigint not null              -- S1
); -- clustered
