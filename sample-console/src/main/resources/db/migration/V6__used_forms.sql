-- Tokens of forms that have scheduled a launch. A form is used once, also after its schedule was cancelled or has expired.
create table used_form (
	token varchar(64) not null primary key
);
