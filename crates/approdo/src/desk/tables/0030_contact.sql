-- One encounter. It has a key of its own: it is anonymous until it is said who it was (SEC-27).
create table contact (
    id          bytea  not null primary key,    -- S1
    version     bigint not null,                -- S1
    at          bigint not null,                -- S1
    team        bytea  references team (id),    -- S1
    recorded_by bytea  references account (id), -- S1
    person      bytea,                          -- S2 open: an id that says nothing by itself
    state       text   not null,                -- S1
    next_by     text,                           -- S2 open: the first of all its steps; a day alone says nothing
    step_by     text,                           -- S2 open: the first step that is told at S2
    sealed      bytea  not null                 -- S2 sealed
);
create index contact_of_team on contact (team, at);
create index contact_of_person on contact (person, at) where person is not null;
create index contact_open on contact (team, at) where state = 'open';
create index contact_next on contact (team, next_by) where next_by is not null;

-- What a contact reveals above S2, by compartment: themes and words, each sealed with that
-- compartment's key. A reader without the level is not told that the row is there.
create table contact_part (
    contact     bytea  not null references contact (id), -- S1
    compartment text   not null,                         -- S1
    version     bigint not null,                         -- S1
    step_by     text,                                    -- S2 open: the first step told in this part; a day alone says nothing
    sealed      bytea  not null,                         -- S4 sealed
    primary key (contact, compartment)
); -- clustered

-- What an operator chose last, to begin her next contact with.
create table desk_preset (
    account  bytea  not null primary key references account (id), -- S1
    channel  text   not null,                                     -- S1
    language text,                                                -- S1
    minutes  bigint not null                                      -- S1
); -- clustered
