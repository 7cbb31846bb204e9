-- What was answered to a request that may be sent again.
create table once_key (
    key        bytea  not null primary key, -- S1
    by_account bytea,                       -- S1
    body_hash  bytea  not null,             -- S1
    answer     text   not null,             -- S1
    at         bigint not null              -- S1
); -- clustered
create index once_key_at on once_key (at);
