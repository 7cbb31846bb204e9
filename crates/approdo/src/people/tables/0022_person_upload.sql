-- A file of persons that was sent from a browser: sealed under a key of its own, and gone as soon as
-- its persons are taken in, after an hour in any case (SEC-71). `run` counts the starts and stops, so
-- that an import which was overtaken can no longer file anything.
create table person_upload (
    id      bytea  not null primary key, -- S1
    account bytea  not null,             -- S1
    state   text   not null,             -- S1
    trouble text,                        -- S1
    run     bigint not null,             -- S1
    parts   bigint not null,             -- S1
    hash    text   not null,             -- S1
    mapping bytea,                       -- S2 sealed
    persons bigint not null,             -- S1
    wrong   bigint not null,             -- S1
    step    text   not null,             -- S1
    done    bigint not null,             -- S1
    total   bigint not null,             -- S1
    sent_at bigint not null,             -- S1
    beat_at bigint not null              -- S1
); -- clustered
create index person_upload_of_account on person_upload (account);

-- The file itself, piece by piece.
create table person_upload_part (
    upload bytea  not null references person_upload (id), -- S1
    number bigint not null,                               -- S1
    text   bytea  not null,                               -- S2 sealed
    primary key (upload, number)
);
