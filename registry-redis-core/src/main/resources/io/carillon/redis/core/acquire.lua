-- Gives an instance a new lease; the one before is dead from now on.
-- KEYS: lease   ARGV: above, duration in ms, life of keys in ms
-- Returns the epoch, and the time.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local epoch = tonumber(ARGV[1])
local lease = redis.call('HGETALL', KEYS[1])
for i = 1, #lease, 2 do
  if lease[i] == 'epoch' then
    epoch = math.max(epoch, tonumber(lease[i + 1]))
    redis.call('HSET', KEYS[1], '-' .. lease[i + 1], '')
  elseif string.sub(lease[i], 1, 1) == '-' then
    epoch = math.max(epoch, tonumber(string.sub(lease[i], 2)))
  end
end
epoch = epoch + 1
redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', epoch),
  'until', string.format('%.0f', now + ARGV[2]), 'duration', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {epoch, now}
