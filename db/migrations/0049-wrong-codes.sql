-- How many wrong answers spoil a way is a setting, five at most: the program may spoil it earlier, and never later.
alter table way_in
  drop constraint spoiled_by_failures,
  add constraint spoiled_by_failures check (case when state = 'spoiled' then failures > 0 else failures < 5 end);
