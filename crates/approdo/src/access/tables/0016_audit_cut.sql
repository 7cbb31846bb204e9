-- Up to where the trail was pruned when its time was over (SEC-47): the roots of the tree's full subtrees and
-- the end of the chain at that place, from which the rest is proved. Signed with a key that is not here.
create table audit_cut (
    one       bigint not null primary key check (one = 1), -- S1
    size      bigint not null,                             -- S1
    frontier  bytea  not null,                             -- S1
    chain     bytea  not null,                             -- S1
    last_at   bigint not null,                             -- S1
    at        bigint not null,                             -- S1
    signature bytea  not null                              -- S1
);
