-- Two records that are one person (SEC-51). Both stay as they are, each under its own keys; told apart
-- again, the row goes.
create table person_merge (
    gone      bytea  not null primary key,             -- S2 open: an id that says nothing by itself
    kept      bytea  not null,                         -- S2 open: an id that says nothing by itself
    merged_by bytea  not null references account (id), -- S1
    at        bigint not null,                         -- S1
    check (gone <> kept)
); -- clustered
create index person_merge_kept on person_merge (kept);

-- Two records that may be one person: found by the house, and what was said of them. Who may not see both
-- does not see that they are there (SEC-19).
create table person_pair (
    one         bytea  not null,                 -- S2 open: an id that says nothing by itself
    other       bytea  not null,                 -- S2 open: an id that says nothing by itself
    score       bigint not null,                 -- S1
    at          bigint not null,                 -- S1
    answered_by bytea  references account (id),  -- S1
    answered_at bigint,                          -- S1
    primary key (one, other),
    check (one < other)
); -- clustered
create index person_pair_other on person_pair (other);
create index person_pair_waiting on person_pair (at) where answered_at is null;
