-- The targets of a connection, as far as its instance's lease lives.
-- KEYS: lease   ARGV: number, stem of the index's keys
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HMGET', KEYS[1], 'epoch', 'until')
if not lease[1] or now >= tonumber(lease[2]) then
  return {}
end
return redis.call('SMEMBERS', ARGV[2] .. lease[1] .. ':' .. ARGV[1])
