-- A residence title of a person, as it stands now (SEC-36: it may be missing, and nothing asks for it).
-- Sealed under her own key for the compartment; a reader without that level is not told that the row is
-- there. `used_at` is when somebody last saw or changed it: 90 days later it goes.
create table residence_title (
    id          bytea  not null primary key, -- S1
    person      bytea  not null,             -- S2 open: an id that says nothing by itself
    version     bigint not null,             -- S1
    compartment text   not null,             -- S1
    sealed      bytea  not null,             -- S4 sealed
    used_at     bigint not null              -- S1
);
create index residence_title_of_person on residence_title (person);
create index residence_title_used on residence_title (used_at);

-- What stood there before, version by version: nothing is overwritten.
create table residence_title_past (
    title       bytea  not null references residence_title (id), -- S1
    version     bigint not null,                                 -- S1
    compartment text   not null,                                 -- S1
    sealed      bytea  not null,                                 -- S4 sealed
    primary key (title, version)
); -- clustered
