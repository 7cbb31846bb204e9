-- What the watch over the trail found: at most once an hour for each kind and who acted (SEC-48).
create table alarm (
    kind  text   not null, -- S1
    actor text   not null, -- S1
    hour  bigint not null, -- S1
    at    bigint not null, -- S1
    count bigint not null, -- S1
    most  bigint not null, -- S1
    primary key (kind, actor, hour)
); -- clustered
create index alarm_at on alarm (at);
