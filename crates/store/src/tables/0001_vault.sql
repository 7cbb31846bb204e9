-- The keys of the compartments, each wrapped by a master key that is not here.
create table compartment_key (
    compartment text   not null, -- S1
    generation  bigint not null, -- S1
    wrapped     bytea  not null, -- S1 wrapped by a master key
    primary key (compartment, generation)
); -- clustered

-- The data keys of persons and other owners, each wrapped by its compartment's key.
-- To erase a person is to delete these rows (SEC-50).
create table data_key (
    owner       bytea  not null, -- S1
    compartment text   not null, -- S1
    wrapped     bytea  not null, -- S1 wrapped by the compartment's key
    primary key (owner, compartment)
); -- clustered
