-- Launches of a campaign, each recorded before it is sent. The token of a launch form is used once.
create table launch (
	token varchar(64) not null primary key,
	campaign bigint not null references campaign (id) on delete cascade,
	launched_at timestamp with time zone not null,
	launched_by varchar(100) not null,
	state varchar(12) not null,
	message_title varchar(400) not null,
	message_text varchar(1100) not null,
	link varchar(4000) not null,
	audience varchar(4000) not null
);

create index launch_by_campaign on launch (campaign, launched_at);

alter table campaign add column launches int default 0 not null;
alter table campaign add column launched_by varchar(100);
alter table campaign add column last_message varchar(400);

-- Files that were uploaded and are not queued yet, in parts that both databases take.
create table upload (
	token varchar(64) not null primary key,
	name varchar(200) not null,
	uploaded_at timestamp with time zone not null
);

create table upload_part (
	token varchar(64) not null references upload (token) on delete cascade,
	part int not null,
	content bytea not null,
	primary key (token, part)
);

-- Files that were queued. The name is shown with the queue, and a file is queued once.
create table queued_file (
	batch_id bigint not null primary key,
	token varchar(64) not null unique,
	name varchar(200) not null,
	queued int not null,
	queued_at timestamp with time zone not null
);

-- One row: whether the queue is paused, for all instances, and when an instance last wrote.
create table queue_state (
	id int not null primary key,
	paused boolean not null,
	changed_by varchar(100),
	changed_at timestamp with time zone not null,
	checked_at timestamp with time zone not null
);

insert into queue_state (id, paused, changed_at, checked_at) values (1, false, current_timestamp, current_timestamp);
