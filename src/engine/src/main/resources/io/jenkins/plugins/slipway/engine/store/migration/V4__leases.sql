-- Who holds an environment whose place keeps no lock itself, and who waits for it, in the order of their tickets. A row whose time
-- is over, by the clock of this database, belongs to a process that is lost.
create table leases (
    project varchar(100) not null,
    environment varchar(100) not null,
    ticket bigint not null,
    token varchar(40) not null,
    holder varchar not null,
    taken boolean not null,
    expires timestamp(6) with time zone not null,
    primary key (project, environment, ticket)
);
