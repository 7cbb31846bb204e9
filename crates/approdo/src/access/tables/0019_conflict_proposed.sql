-- Conflicts that somebody, or the house, thinks there may be (SEC-16). They deny nothing: a supervisor or
-- the protected team answers, and the account concerned never sees them.
create table conflict_proposed (
    person      bytea  not null,                         -- S2 open: an id that says nothing by itself
    account     bytea  not null references account (id), -- S1
    origin      text   not null,                         -- S1
    at          bigint not null,                         -- S1
    answer      text,                                    -- S1
    answered_by bytea  references account (id),          -- S1
    answered_at bigint,                                  -- S1
    primary key (person, account),
    check (answered_by is null or answered_by <> account)
); -- clustered
create index conflict_to_answer on conflict_proposed (at) where answer is null;

-- What someone who works here said of her private life, if she wanted: telephones, surname and address.
create table private_statement (
    account   bytea  not null primary key references account (id), -- S1
    version   bigint not null,                                     -- S1
    sealed    bytea  not null,                                     -- S2 sealed
    stated_at bigint not null                                      -- S1
); -- clustered

-- The same as keyed hashes, by which a person who shares one of them is noticed.
create table private_mark (
    mark    bytea  not null,                         -- S2 blind
    account bytea  not null references account (id), -- S1
    primary key (mark, account)
); -- clustered
create index private_mark_of_account on private_mark (account);
