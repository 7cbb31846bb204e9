-- What was said of a person's situation, each time it was said: a later value supersedes an earlier one
-- and leaves it there. What it is about stands inside. `used_at` stands where it is about her stay, which
-- goes like a residence title (SEC-36); elsewhere it is null.
create table dated_fact (
    id          bytea  not null primary key, -- S1
    person      bytea  not null,             -- S2 open: an id that says nothing by itself
    version     bigint not null,             -- S1
    compartment text   not null,             -- S1
    sealed      bytea  not null,             -- S4 sealed
    used_at     bigint                       -- S1
);
create index dated_fact_of_person on dated_fact (person);
create index dated_fact_used on dated_fact (used_at) where used_at is not null;
