-- What two persons are to each other: that they live together, a kinship, or that one of them wants
-- nothing of hers told to the other. Who they are stands in tie_between. Each has a key of its own, which
-- goes behind the protection of either of the two. `split_at` is from when on nothing new of the one is told
-- on the other's page (SEC-21): once it has passed it is never moved to a later instant.
create table tie (
    id       bytea  not null primary key references tie_between (id), -- S1
    version  bigint not null,                                         -- S1
    state    text   not null,                                         -- S1
    sealed   bytea  not null,                                         -- S2 sealed
    made_at  bigint not null,                                         -- S1
    split_at bigint                                                   -- S1
); -- clustered

-- What was done to it, by whom, and what stood there afterwards.
create table tie_change (
    tie     bytea  not null references tie (id), -- S1
    version bigint not null,                     -- S1
    at      bigint not null,                     -- S1
    sealed  bytea  not null,                     -- S2 sealed
    primary key (tie, version)
); -- clustered
