-- With which version of the keys the index of persons is made.
create table person_index (
    one          bigint not null primary key check (one = 1), -- S1
    keys_version bigint not null                              -- S1
);
