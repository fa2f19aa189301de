-- The message of a campaign: from a file, from its page, or as it was launched last.
create table campaign_message (
	campaign bigint not null primary key references campaign (id) on delete cascade,
	title varchar(400) not null,
	description varchar(1100) not null,
	link varchar(4000) not null,
	image varchar(4000),
	banner varchar(4000),
	ttl_hours int not null,
	include_unengaged boolean not null,
	segment_attribute varchar(400),
	segment_values varchar(4000),
	saved_at timestamp with time zone not null
);

create index campaign_message_by_time on campaign_message (saved_at);

-- When it is to be launched. The times alone are a plan; with a token a person has confirmed them.
alter table campaign add column launch_at timestamp with time zone;
alter table campaign add column not_after timestamp with time zone;
alter table campaign add column scheduled_by varchar(100);
alter table campaign add column schedule_token varchar(64);

create unique index campaign_by_schedule on campaign (schedule_token);
create index campaign_by_launch_state on campaign (launch_state, not_after);
