-- Entries that committed with their effect and wait, less than a second, for their number.
create table audit_pending (
    at   bigint not null, -- S1
    id   bytea  not null, -- S1
    body text   not null, -- S1
    seal bytea  not null, -- S1
    primary key (at, id)
); -- clustered

-- The trail: numbered, chained, each a leaf of one Merkle tree (RFC 6962).
create table audit_entry (
    number    bigint not null primary key, -- S1
    at        bigint not null,             -- S1
    placed_at bigint not null,             -- S1
    id        bytea  not null,             -- S1
    body      text   not null,             -- S1
    seal      bytea  not null,             -- S1
    leaf      bytea  not null,             -- S1
    chain     bytea  not null              -- S1
);
create index audit_entry_at on audit_entry (at);

-- Which entries name a person or an account. Made from the entries and not part of the proof.
create table audit_about (
    subject bytea  not null, -- S2 open: an id that says nothing by itself
    number  bigint not null, -- S1
    primary key (subject, number)
); -- clustered

-- How far the tree has grown: its size, the roots of its full subtrees, the end of the chain, the
-- checkpoints made. `mac` is keyed, so that a shortened trail cannot be given a head that fits.
create table audit_head (
    one         bigint not null primary key check (one = 1), -- S1
    size        bigint not null,                             -- S1
    frontier    bytea  not null,                             -- S1
    chain       bytea  not null,                             -- S1
    last_at     bigint not null,                             -- S1
    checkpoints bigint not null,                             -- S1
    sealed_size bigint not null,                             -- S1
    sealed_at   bigint not null,                             -- S1
    mac         bytea  not null                              -- S1
);

-- The signed roots, and whether every witness has them.
create table audit_checkpoint (
    number    bigint not null primary key, -- S1
    size      bigint not null,             -- S1
    at        bigint not null,             -- S1
    root      bytea  not null,             -- S1
    signature bytea  not null,             -- S1
    witnessed bigint not null              -- S1
);
create index audit_checkpoint_witnessed on audit_checkpoint (witnessed, number);
