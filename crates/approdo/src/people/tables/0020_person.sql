-- A batch of persons on its way in. Its persons are seen by nobody until its state is 'filed':
-- one commit makes all of them visible (SEC-71).
create table person_batch (
    id         bytea  not null primary key, -- S1
    state      text   not null,             -- S1
    file_hash  text   not null,             -- S1
    persons    bigint not null,             -- S1
    started_at bigint not null,             -- S1
    filed_at   bigint                       -- S1
); -- clustered

-- Someone the service helps. Who she is and how she lives are sealed apart, each with a version of
-- its own: a pass that does not open the file never touches it (SEC-06).
create table person (
    id               bytea  not null primary key,       -- S2 open: an id that says nothing by itself
    identity_version bigint not null,                   -- S1
    file_version     bigint not null,                   -- S1
    identity         bytea  not null,                   -- S2 sealed
    file             bytea  not null,                   -- S2 sealed
    batch            bytea  references person_batch (id), -- S1
    created_at       bigint not null                    -- S1
);
create index person_of_batch on person (batch);

-- What a person is found by: keyed hashes of what her names, birth and numbers have in common with
-- other spellings of them (SEC-53).
create table person_lookup (
    key    bigint not null, -- S2 blind
    person bytea  not null, -- S2 open: an id that says nothing by itself
    primary key (key, person)
); -- clustered

-- What was changed, by whom, and what stood there before.
create table person_change (
    person bytea  not null, -- S2 open: an id that says nothing by itself
    at     bigint not null, -- S1
    id     bytea  not null, -- S1
    part   text   not null, -- S1
    before bytea  not null, -- S2 sealed
    primary key (person, at, id)
); -- clustered
