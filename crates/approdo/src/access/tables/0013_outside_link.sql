-- Which account a provider's identity belongs to. It is found by a keyed fingerprint of issuer and subject,
-- never by e-mail or name (SEC-63); the subject itself, often a tax code, is not kept. A link that its owner
-- has not yet confirmed with her own second factor is not proved and opens nothing without it.
create table outside_link (
    subject_index bytea  not null primary key,             -- S1 blind
    issuer        text   not null,                         -- S1
    account       bytea  not null references account (id), -- S1
    linked_at     bigint not null,                         -- S1
    proved_at     bigint                                   -- S1
); -- clustered
create index outside_link_account on outside_link (account);
