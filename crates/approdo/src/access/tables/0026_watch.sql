-- What the auditor said to an alarm, as far as it had rung by then. The alarm stays listed (SEC-48).
create table alarm_review (
    kind     text   not null,                         -- S1
    actor    text   not null,                         -- S1
    hour     bigint not null,                         -- S1
    count    bigint not null,                         -- S1
    reviewer bytea  not null references account (id), -- S1
    at       bigint not null,                         -- S1
    words    bytea  not null,                         -- S2 sealed
    primary key (kind, actor, hour, count)
); -- clustered

-- Searches that wait, a few seconds, to be compared with those whom the searcher may not see. Every
-- search leaves one, whoever it finds: so the page that answers it takes as long either way (SEC-19).
create table search_asked (
    id      bytea  not null primary key,    -- S1
    at      bigint not null,                -- S1
    account bytea  references account (id), -- S1
    actor   text   not null,                -- S1
    terms   bytea  not null                 -- S2 sealed
); -- clustered

-- Who searched for a protected person whom she may not see. For those alone who may see the person.
create table sought (
    person bytea  not null, -- S2 open: an id that says nothing by itself
    at     bigint not null, -- S1
    actor  text   not null, -- S1
    primary key (person, at, actor)
); -- clustered

-- Up to which checkpoint each witness on another host has confirmed, and since when one refuses (SEC-45).
create table witness_told (
    place      text   not null primary key, -- S1
    number     bigint not null,             -- S1
    at         bigint not null,             -- S1
    refused_at bigint                       -- S1
); -- clustered
