-- That this is the demo city, of which seed, and whether it was filled to the end.
create table demo_city (
    one   bigint not null primary key check (one = 1), -- S1
    seed  bigint not null,                             -- S1
    state text   not null                              -- S1
);
