-- One budget that several instances share, in one sorted set.
--
-- A member with a score above 0 is a permit in use, and the score is when it comes back. The one member with the
-- score -inf is the rest of the state, as text:
--
--   epoch emptyAt stoppedUntil evenUntil leastRest|instance,seen,due;instance,seen,due;...
--
-- All times are microseconds of this server's clock. An instance tells spans, never a time. The instances are in the
-- order in which their turns come; one whose 'due' is 0 does not wait.
--
-- KEYS[1] the budget
-- ARGV    1 instance, 2 limit, 3 period, 4 burst, 5 longest request, 6 permits wanted (0: none),
--         7 number of the first permit if they are granted, 8 whether it had to wait, 9 whether more wait,
--         10 the epoch that it has reported to ('0': what it reports now is all that counts),
--         11 whether there should be a state, 12 stop for so long (-1: no, -2: for the rest of the window),
--         13 pause for so long; then of each permit that it reports on: kind, number, span.
--         Kinds: h held, e ended so long ago (negative: it ends then at the latest), u unused.
-- Answer: 1 granted, 0 wait, -1 report all first; how long to wait for the (next) turn; permits in use;
--         instances seen lately; how long the stop still lasts; epoch
local key, me = KEYS[1], ARGV[1]
local limit, period, burst, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local wanted, first = tonumber(ARGV[6]), tonumber(ARGV[7])
local waited, more = ARGV[8] == '1', ARGV[9] == '1'
local reported_to, stop_for, pause_for = ARGV[10], tonumber(ARGV[12]), tonumber(ARGV[13])

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = math.floor((period - 1) / limit) + 1
local capacity = math.min(burst, limit) * interval
local catch_up = math.floor(interval / 10)
local lately = 5 * period

-- What is known.
local epoch, empty_at, stopped_until, even_until, least_rest
local line = {}
redis.call('ZREMRANGEBYSCORE', key, 0, now)
local text = redis.call('ZRANGEBYSCORE', key, '-inf', '-inf')[1]
if text then
  local head, tail = string.match(text, '^(.-)|(.*)$')
  local numbers = {}
  for number in string.gmatch(head, '%S+') do
    numbers[#numbers + 1] = tonumber(number)
  end
  epoch, empty_at, stopped_until, even_until, least_rest = unpack(numbers)
  for id, seen, due in string.gmatch(tail, '([^,;]+),(%d+),(%d+)') do
    local instance = { id = id, seen = tonumber(seen), due = tonumber(due) }
    if id == me or math.max(instance.seen, instance.due) > now - lately then
      line[#line + 1] = instance
    end
  end
else
  epoch, stopped_until, least_rest = now, now, 0
  if ARGV[11] == '1' then
    -- There was one: others may hold permits that nobody knows here. No burst, and evenly for one window.
    empty_at, even_until = now, now + period
  else
    empty_at, even_until = now - capacity, now - period
  end
end

local in_use = redis.call('ZCARD', key) - (text and 1 or 0)

local function place_of(id)
  for i, instance in ipairs(line) do
    if instance.id == id then
      return i
    end
  end
end

local function move(place, due)
  local instance = { id = me, seen = now, due = due }
  local before = place_of(me)
  if before then
    table.remove(line, before)
  end
  table.insert(line, math.min(place, #line + 1), instance)
  return instance
end

-- Somebody who does not come when it was told to must not hold up the others.
local function before_me()
  local count = 0
  for _, instance in ipairs(line) do
    if instance.id == me then
      break
    end
    if instance.due > 0 and now <= instance.due + interval / 2 then
      count = count + 1
    end
  end
  return count
end

local function is_even()
  return even_until > now
end

local function saved()
  local since_even = math.max(0, now - even_until)
  return math.min(now - empty_at, interval + since_even, capacity)
end

local function price(permits)
  return math.min(permits * interval, is_even() and interval or capacity)
end

-- When the permit that has so many before it comes back. One in flight does so one period from now if it is
-- answered at once.
local function wait_for_return(index)
  local round = 0
  if index >= in_use then
    round, index = period, in_use - 1
  end
  local rank = index + (text and 1 or 0)
  local found = redis.call('ZRANGE', key, rank, rank, 'WITHSCORES')
  return found[2] and math.min(tonumber(found[2]) - now, period) + round or 0
end

local function wait(permits, before)
  local span = math.max(0, before * interval + price(permits) - saved())
  if stopped_until > now then
    span = math.max(span, stopped_until - now + before * interval)
  end
  local missing = in_use + permits + before - limit
  if missing > 0 then
    span = math.max(span, wait_for_return(missing - 1))
  end
  return math.ceil(span)
end

local function hold_back(span)
  stopped_until = math.max(stopped_until, now + span)
end

local function rest_of_window()
  local rest = in_use > 0 and wait_for_return(0) or period
  rest = math.min(math.max(interval, rest), period)
  return (stopped_until <= now and is_even()) and math.max(rest, least_rest) or rest
end

-- What the instance tells.
for i = 14, #ARGV, 3 do
  local kind, id, span = ARGV[i], me .. ':' .. ARGV[i + 1], tonumber(ARGV[i + 2])
  if kind == 'u' then
    if redis.call('ZREM', key, id) == 1 then
      in_use = in_use - 1
      empty_at = empty_at - interval
    end
  else
    local back = now + longest + period
    if kind == 'e' then
      back = now - span + period
      local latest = redis.call('ZSCORE', key, id)
      if latest then
        -- Not before it was granted, whatever the instance's clock says.
        back = math.max(back, tonumber(latest) - longest)
      end
    end
    if back > now then
      in_use = in_use + redis.call('ZADD', key, string.format('%.0f', back), id)
    else
      in_use = in_use - redis.call('ZREM', key, id)
    end
  end
end
hold_back(pause_for)
if stop_for ~= -1 then
  local span = (stop_for == -2) and rest_of_window() or stop_for
  if stopped_until <= now then
    least_rest = math.min(period, 2 * (is_even() and least_rest or interval))
  end
  hold_back(span)
  even_until = stopped_until + period
  -- The call that was refused goes first.
  move(1, stopped_until)
end

-- What the instance gets.
local granted, span = 0, 0
local place = place_of(me)
if reported_to ~= '0' and reported_to ~= string.format('%.0f', epoch) then
  granted = -1
  move(place or #line + 1, 0)
elseif wanted > 0 then
  if not place or line[place].due == 0 then
    move(#line + 1, now)
  end
  local before = before_me()
  if before == 0 and stopped_until <= now and price(wanted) <= saved() and in_use + wanted <= limit then
    granted = 1
    local back = string.format('%.0f', now + longest + period)
    for i = first, first + wanted - 1 do
      in_use = in_use + redis.call('ZADD', key, back, me .. ':' .. i)
    end
    local left = saved() - wanted * interval
    -- Who had to wait forfeits what was saved up meanwhile.
    empty_at = now - (waited and math.min(left, catch_up) or left)
    move(#line + 1, 0)
    if more then
      before = before_me()
      span = wait(1, before)
      move(#line, now + span)
    end
  else
    span = wait(wanted, before)
    if before > 0 then
      -- Even if it is free now: somebody else's turn comes first.
      span = math.max(span, math.ceil(interval / 2))
    end
    move(place_of(me), now + span)
  end
elseif place then
  line[place].seen = now
  if not more and stop_for == -1 then
    move(#line + 1, 0)
  end
else
  move(#line + 1, 0)
end

-- What is kept.
local instances = {}
for i, instance in ipairs(line) do
  instances[i] = string.format('%s,%.0f,%.0f', instance.id, instance.seen, instance.due)
end
if text then
  redis.call('ZREM', key, text)
end
redis.call('ZADD', key, '-inf', string.format('%.0f %.0f %.0f %.0f %.0f|', epoch, empty_at, stopped_until, even_until,
  least_rest) .. table.concat(instances, ';'))
local needed = math.max(2 * longest + period, lately, stopped_until - now, even_until - now)
redis.call('PEXPIRE', key, string.format('%.0f', math.ceil(needed / 1000)))
return { granted, span, in_use, #line, math.max(0, stopped_until - now), epoch }
