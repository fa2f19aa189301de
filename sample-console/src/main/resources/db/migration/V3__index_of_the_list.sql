-- The list counts the campaigns of each filter: from this index alone, without reading the rows.
drop index campaign_by_state;
create index campaign_by_status on campaign (state, launch_state, unclear);
