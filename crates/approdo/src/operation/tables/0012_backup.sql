-- Backups that were restored and proved. Only these count (SEC-82).
create table backup_proof (
    at         bigint not null primary key, -- S1
    row_count  bigint not null,             -- S1
    bytes      bigint not null,             -- S1
    audit_size bigint not null              -- S1
);

-- Stands here while a backup is being restored into this database. Who finds it does not serve.
create table restoring (
    one      bigint not null primary key check (one = 1), -- S1
    since_at bigint not null                              -- S1
);
