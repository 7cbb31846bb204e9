-- Who is protected: behind this row a person is seen by the protected team that follows her and by
-- nobody else (SEC-18). Setting it takes one, lifting it two.
create table guard (
    person        bytea  not null primary key,    -- S2 open: an id that says nothing by itself
    since_at      bigint not null,                -- S1
    lift_asked_by bytea  references account (id), -- S1
    lift_asked_at bigint                          -- S1
); -- clustered

-- Who of the service a person must not meet in it: an account that said so itself, or one that she
-- asked to keep away (SEC-16, SEC-17).
create table conflict (
    person  bytea  not null,                         -- S2 open: an id that says nothing by itself
    account bytea  not null references account (id), -- S1
    origin  text   not null,                         -- S1
    at      bigint not null,                         -- S1
    primary key (person, account)
); -- clustered
create index conflict_of_account on conflict (account);
