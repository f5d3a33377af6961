-- Keeps a lease alive for another duration, unless it is dead.
-- KEYS: lease   ARGV: epoch
-- Returns the time and the life of keys in ms; nothing if it is dead.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'epoch', 'until', 'duration')
if lease[1] ~= ARGV[1] or now >= tonumber(lease[2]) then
  return {}
end
local life = math.max(10 * lease[3], 300000)
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + lease[3]))
redis.call('PEXPIRE', KEYS[1], life)
return {now, life}
