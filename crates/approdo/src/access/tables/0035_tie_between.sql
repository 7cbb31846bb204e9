-- Between which two persons something is written (people/household), and whether they live or lived
-- together: whoever must keep away from one of them keeps away from the other too (SEC-16). `apart_at` is
-- the end of it, never before it was written down: what was declared until then still holds for both, and
-- what is declared later crosses no more.
create table tie_between (
    id       bytea  not null primary key, -- S1
    person   bytea  not null,             -- S2 open: an id that says nothing by itself
    other    bytea  not null,             -- S2 open: an id that says nothing by itself
    together bigint not null,             -- S1
    apart_at bigint,                      -- S1
    check (person <> other)
); -- clustered
create index tie_between_of_person on tie_between (person, other);
create index tie_between_of_other on tie_between (other, person);
