-- Entries that committed with their effect and wait, less than a second, for their number.
create table audit_pending (
    at   bigint not null, -- S1
    id   bytea  not null, -- S1
    body text   not null, -- S1
    primary key (at, id)
); -- clustered

-- The trail: numbered, chained, each a leaf of one Merkle tree (RFC 6962).
create table audit_entry (
    number bigint not null primary key, -- S1
    at     bigint not null,             -- S1
    id     bytea  not null,             -- S1
    body   text   not null,             -- S1
    leaf   bytea  not null,             -- S1
    chain  bytea  not null              -- S1
);
create index audit_entry_at on audit_entry (at);

-- How far the tree has grown: its size, the roots of its full subtrees, the end of the chain.
create table audit_head (
    one      bigint not null primary key check (one = 1), -- S1
    size     bigint not null,                             -- S1
    frontier bytea  not null,                             -- S1
    chain    bytea  not null,                             -- S1
    last_at  bigint not null                              -- S1
);

-- The signed roots.
create table audit_checkpoint (
    size      bigint not null primary key, -- S1
    at        bigint not null,             -- S1
    root      bytea  not null,             -- S1
    signature bytea  not null,             -- S1
    witnessed bigint not null              -- S1
);
