-- One budget that several instances share, in one sorted set.
--
-- A member with a positive score is a permit in use, and the score is when it returns. Other members have negative
-- scores: '@name' is a time of the budget, '@instance:name' is when an instance was last seen. All times are
-- microseconds of this server's clock; instances send spans, never a time.
--
-- KEYS[1] the budget
-- ARGV    1 instance, 2 limit, 3 period, 4 burst, 5 longest request, 6 epoch of the last response (0: unknown),
--         7 number of the permit that is asked for (-1: none), 8 whether its caller had to wait, 9 pause,
--         10 whether the server throttled; then of each permit that is reported: number, span until it returns
--         (-1: it was not used)
-- Returns 1 (granted) or 0; how long to wait before the next; permits in use; instances seen lately; what is left of a pause; epoch;
--         whether damaged data was found
local key, me = KEYS[1], ARGV[1]
local limit, period, burst, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local known_epoch, permit, waited = tonumber(ARGV[6]), ARGV[7], ARGV[8] == '1'
local pause, throttled = tonumber(ARGV[9]), ARGV[10] == '1'

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = math.floor((period - 1) / limit) + 1
local permit_life = longest + period
local latest = now + permit_life + 600 * 1000000
local lately = 5 * permit_life
local damaged = 0

local function text(number)
  return string.format('%.0f', number)
end

local function read(name, default)
  local score = redis.call('ZSCORE', key, '@' .. name)
  local time = score and -tonumber(score) or default
  if time > latest then
    damaged = 1
    return default
  end
  return time
end

local function write(name, time)
  redis.call('ZADD', key, text(-time), '@' .. name)
end

local epoch = read('epoch', now)
local empty_at = math.min(read('emptyAt', now - math.min(burst, limit) * interval), now)
local paused_until = read('pausedUntil', now)
local even_until = read('evenUntil', now - period)
local blocked_until = read('blockedUntil', now)
if known_epoch ~= 0 and known_epoch ~= epoch then
  -- The budget was lost: permits may be in use that were granted before it was created again.
  blocked_until = math.max(blocked_until, epoch + permit_life)
end
if redis.call('ZREMRANGEBYSCORE', key, '(' .. text(latest), '+inf') > 0 then
  damaged = 1
end

-- What the instance reports.
for i = 11, #ARGV, 2 do
  local member, span = me .. ':' .. ARGV[i], tonumber(ARGV[i + 1])
  if span > 0 then
    redis.call('ZADD', key, text(now + span), member)
  elseif redis.call('ZREM', key, member) == 1 and span < 0 then
    empty_at = empty_at - interval
  end
end
paused_until = math.max(paused_until, now + pause)
if throttled then
  even_until = math.max(even_until, paused_until + period)
end

-- What is free.
redis.call('ZREMRANGEBYSCORE', key, '(0', text(now))
local in_use = redis.call('ZCOUNT', key, '(0', '+inf')
local capacity = math.min(burst, limit) * interval
local function wait_for_token()
  local tokens = math.min(now - empty_at, interval + math.max(0, now - even_until), capacity)
  return math.max(0, interval - tokens), tokens
end
local wait, tokens = wait_for_token()
wait = math.max(wait, paused_until - now, blocked_until - now)
if in_use >= limit then
  -- One that is in flight returns in one period at the earliest.
  local first = redis.call('ZRANGEBYSCORE', key, '(0', '+inf', 'WITHSCORES', 'LIMIT', in_use - limit, 1)
  wait = math.max(wait, math.min(tonumber(first[2]) - now, period))
end
local granted = 0
if permit ~= '-1' and wait == 0 then
  granted = 1
  in_use = in_use + redis.call('ZADD', key, text(now + permit_life), me .. ':' .. permit)
  -- A caller that had to wait forfeits the tokens that are left, but for what lateness has cost.
  local left = tokens - interval
  empty_at = now - (waited and math.min(left, math.max(math.floor(interval / 10), 50000)) or left)
  wait = wait_for_token()
end

-- What is kept.
write('instance:' .. me, now)
local instances = 0
local members = redis.call('ZRANGEBYSCORE', key, '-inf', '(0', 'WITHSCORES')
for i = 1, #members, 2 do
  if string.sub(members[i], 1, 10) == '@instance:' then
    local seen = -tonumber(members[i + 1])
    if seen < now - lately or seen > now then
      redis.call('ZREM', key, members[i])
    else
      instances = instances + 1
    end
  end
end
write('epoch', epoch)
write('emptyAt', empty_at)
write('pausedUntil', paused_until)
write('evenUntil', even_until)
write('blockedUntil', blocked_until)
redis.call('PEXPIRE', key, text(math.ceil(math.max(lately, paused_until + period - now) / 1000)))
return { granted, math.ceil(wait), in_use, instances, math.max(0, paused_until - now), epoch, damaged }
