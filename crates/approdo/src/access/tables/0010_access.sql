-- A group of staff who share their work.
create table team (
    id      bytea  not null primary key, -- S1
    version bigint not null,             -- S1
    name    text   not null              -- S1
);

-- Someone who works with Approdo.
create table account (
    id          bytea  not null primary key,     -- S1
    version     bigint not null,                 -- S1
    state       text   not null,                 -- S1
    email_index bytea  not null unique,          -- S1 blind
    email       bytea  not null,                 -- S1 sealed
    name        bytea  not null,                 -- S1 sealed
    roles       text   not null,                 -- S1
    partner     text,                            -- S1
    team        bytea  references team (id),     -- S1
    tongue      text   not null,                 -- S1
    password    text,                            -- S1
    totp        bytea,                           -- S1 sealed
    totp_step   bigint not null,                 -- S1
    created_at  bigint not null                  -- S1
);

-- Who is logged in. Only the hash of the cookie stands here (SEC-58).
create table session (
    token_hash  bytea  not null primary key,               -- S1
    account     bytea  not null references account (id),   -- S1
    csrf        bytea  not null,                           -- S1
    started_at  bigint not null,                           -- S1
    seen_at     bigint not null,                           -- S1
    elevated_at bigint,                                    -- S1
    ended_at    bigint                                     -- S1
); -- clustered
create index session_account on session (account);

-- Between password and code. It opens nothing but the page that asks for the code.
create table log_in_step (
    token_hash bytea  not null primary key,               -- S1
    account    bytea  not null references account (id),   -- S1
    at         bigint not null                            -- S1
); -- clustered
create index log_in_step_account on log_in_step (account);

-- A link shown once: an invitation, or a new start for who lost password or second factor.
create table invitation (
    token_hash bytea  not null primary key,               -- S1
    account    bytea  references account (id),            -- S1
    kind       text   not null,                           -- S1
    made_by    text   not null,                           -- S1
    agreed_by  text,                                      -- S1
    expires_at bigint not null,                           -- S1
    used_at    bigint                                     -- S1
); -- clustered
create index invitation_account on invitation (account);

-- Someone asked for a new start of this account; another person has to agree (SEC-60).
create table reset_request (
    account  bytea  not null primary key references account (id), -- S1
    asked_by text   not null,                                     -- S1
    asked_at bigint not null                                      -- S1
); -- clustered

-- A browser that logged in with its second factor before: strangers' failures do not slow it (SEC-62).
create table known_device (
    token_hash bytea  not null primary key,               -- S1
    account    bytea  not null references account (id),   -- S1
    seen_at    bigint not null                            -- S1
); -- clustered
create index known_device_account on known_device (account);

-- What was typed and not yet sent, kept through a new log-in (SEC-58).
create table draft (
    account bytea  not null references account (id), -- S1
    form    text   not null,                         -- S1
    body    bytea  not null,                         -- S2 sealed
    version bigint not null,                         -- S1
    at      bigint not null,                         -- S1
    primary key (account, form)
); -- clustered

-- Who follows a person now. The relations of every decision come from here.
create table follow (
    person   bytea  not null primary key,          -- S2 open: an id that says nothing by itself
    version  bigint not null,                      -- S1
    worker   bytea  references account (id),       -- S1
    team     bytea  references team (id),          -- S1
    since_at bigint not null                       -- S1
); -- clustered
create index follow_worker on follow (worker);

-- Who followed a person before.
create table followed (
    person   bytea  not null,                      -- S2 open: an id that says nothing by itself
    version  bigint not null,                      -- S1
    until_at bigint not null,                      -- S1
    worker   bytea  references account (id),       -- S1
    team     bytea  references team (id),          -- S1
    since_at bigint not null,                      -- S1
    primary key (person, version)
); -- clustered
