-- Where a protected person stays (SEC-20): apart from her file, one for each, sealed under a key of its
-- own that goes with it.
create table safe_address (
    person     bytea  not null primary key, -- S2 open: an id that says nothing by itself
    id         bytea  not null,             -- S1
    version    bigint not null,             -- S1
    sealed     bytea  not null,             -- S4 sealed
    written_at bigint not null              -- S1
); -- clustered
