-- That a person be erased: who asked, and who agreed. The second word decides, and what is decided is
-- carried out even when the process dies over it (SEC-50).
create table erasure_request (
    person    bytea  not null primary key,             -- S2 open: an id that says nothing by itself
    reason    text   not null,                         -- S1
    asked_by  bytea  not null references account (id), -- S1
    knows_her bigint not null,                         -- S1
    asked_at  bigint not null,                         -- S1
    agreed_by bytea  references account (id),          -- S1
    agreed_at bigint                                   -- S1
); -- clustered

-- Who was erased: the id leads to nothing any more. `number` is her line in the erasure journal, which
-- stands outside; `noted` says that the trail has the entry, `swept` that the pages of the database file
-- that held her were written anew. No reference to accounts: a journal is replayed into older databases.
create table erasure (
    number    bigint not null primary key, -- S1
    person    bytea  not null unique,      -- S1
    reason    text   not null,             -- S1
    asked_by  bytea  not null,             -- S1
    agreed_by bytea  not null,             -- S1
    at        bigint not null,             -- S1
    noted     bigint not null,             -- S1
    swept     bigint not null              -- S1
);
