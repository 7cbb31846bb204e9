-- Files that left the house or wait to be taken out, once (SEC-67). The body is sealed with a key of its
-- own, which is destroyed when it is taken or its time is over; the line stays and says who, when and why.
create table export_file (
    id        bytea  not null primary key,             -- S1
    account   bytea  not null references account (id), -- S1
    kind      text   not null,                         -- S1
    question  text   not null,                         -- S1
    handed    bigint not null,                         -- S1
    reason    text   not null,                         -- S1
    words     bytea  not null,                         -- S2 sealed
    file_name text   not null,                         -- S1
    row_count bigint not null,                         -- S1
    made_at   bigint not null,                         -- S1
    until_at  bigint not null,                         -- S1
    taken_at  bigint,                                  -- S1
    body      bytea                                    -- S2 sealed
);
create index export_file_until on export_file (until_at);
create index export_file_made on export_file (made_at);
