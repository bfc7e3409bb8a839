-- Runs at every start; whatever is there stays. Plain SQL: H2 and PostgreSQL take it.

create table if not exists document (
	id             varchar(36)   not null primary key,
	name           varchar(400)  not null,
	size_bytes     bigint        not null,
	state          varchar(20)   not null,
	page_count     int           not null,
	created_at     timestamp with time zone not null,
	finished_at    timestamp with time zone,
	problem_type   varchar(40),
	problem_detail varchar(1000)
);

-- A page with a row is finished: it has an image on disk, or a problem.
create table if not exists page (
	document_id    varchar(36)   not null references document (id),
	page_number    int           not null,
	width          int           not null,
	height         int           not null,
	text_length    int           not null,
	problem_type   varchar(40),
	problem_detail varchar(1000),
	primary key (document_id, page_number)
);
