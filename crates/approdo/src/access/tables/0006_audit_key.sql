-- From where on the trail is bound with a later generation of its key, and how it stood there: once the
-- older key is destroyed, that proves what came before. `mac` is keyed with the newest generation.
create table audit_key (
    generation bigint not null primary key, -- S1
    after_size bigint not null,             -- S1
    at         bigint not null,             -- S1
    root       bytea  not null,             -- S1
    chain      bytea  not null,             -- S1
    mac        bytea  not null              -- S1
);
