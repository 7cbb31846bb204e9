-- Returns from a provider that were taken: each counts once.
create table outside_return (
    token_hash bytea  not null primary key, -- S1
    at         bigint not null              -- S1
); -- clustered

-- Between the provider and the code: the link that a right code proves.
create table outside_step (
    token_hash    bytea  not null primary key, -- S1
    subject_index bytea  not null,             -- S1 blind
    at            bigint not null              -- S1
); -- clustered
