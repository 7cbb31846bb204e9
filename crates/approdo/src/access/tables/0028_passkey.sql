-- A passkey of an account: the public half of a key that signs what the house asks (SEC-57). It is found by
-- a keyed fingerprint of its credential id; key and name are sealed. The counter is how often the key says
-- that it signed, and never goes back.
create table passkey (
    id               bytea  not null primary key,             -- S1
    account          bytea  not null references account (id), -- S1
    credential_index bytea  not null unique,                  -- S1 blind
    name             bytea  not null,                         -- S1 sealed
    credential       bytea  not null,                         -- S1 sealed
    counter          bigint not null,                         -- S1
    added_at         bigint not null,                         -- S1
    used_at          bigint                                   -- S1
);
create index passkey_account on passkey (account);

-- Questions to a passkey that were answered, rightly or not: each counts once.
create table passkey_answer (
    token_hash bytea  not null primary key, -- S1
    at         bigint not null              -- S1
); -- clustered

-- Who has just accepted a link and may add a first passkey before she logs in.
create table passkey_offer (
    token_hash bytea  not null primary key,             -- S1
    account    bytea  not null references account (id), -- S1
    at         bigint not null                          -- S1
); -- clustered
create index passkey_offer_account on passkey_offer (account);
