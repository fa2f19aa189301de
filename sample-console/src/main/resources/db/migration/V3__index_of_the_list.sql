-- The list and its filters look for states.
drop index campaign_by_state;
create index campaign_by_status on campaign (state, launch_state, unclear);
