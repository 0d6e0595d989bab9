-- What went wrong with a deployment, apart from the reason that its user gave.
alter table deployments add column message varchar default '' not null;

-- Until now the one was written over the other.
update deployments set message = reason, reason = '' where state in ('RESTORED', 'FAILED');
