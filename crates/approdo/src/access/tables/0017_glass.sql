-- An emergency opening of one person by one account, for an hour by the clock (SEC-22). Nothing of a row
-- changes but its end and its review. Why, in own words, is sealed under a key of the opening's own.
create table glass (
    id          bytea  not null primary key,             -- S1
    account     bytea  not null references account (id), -- S1
    witness     bytea  references account (id),          -- S1
    person      bytea  not null,                         -- S2 open: an id that says nothing by itself
    reason      text   not null,                         -- S1
    words       bytea  not null,                         -- S4 sealed
    at          bigint not null,                         -- S1
    until_at    bigint not null,                         -- S1
    closed_at   bigint,                                  -- S1
    verdict     text,                                    -- S1
    reviewed_by bytea  references account (id),          -- S1
    reviewed_at bigint,                                  -- S1
    said        bytea,                                   -- S4 sealed
    check (witness is null or witness <> account),
    check (reviewed_by is null or reviewed_by <> account),
    check ((verdict is null) = (reviewed_by is null))
); -- clustered
-- One at a time for each account: the database itself refuses a second.
create unique index glass_open on glass (account) where closed_at is null;
create index glass_of_account on glass (account, at);
create index glass_to_review on glass (at) where verdict is null;

-- Who was told of an opening, or of its review; it stays on her Today until she has seen it.
create table glass_notice (
    glass   bytea  not null references glass (id),   -- S1
    account bytea  not null references account (id), -- S1
    kind    text   not null,                         -- S1
    at      bigint not null,                         -- S1
    seen_at bigint,                                  -- S1
    primary key (glass, account, kind)
); -- clustered
create index glass_notice_unseen on glass_notice (account, at) where seen_at is null;
