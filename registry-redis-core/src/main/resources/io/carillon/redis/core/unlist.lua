-- Takes an instance off the list, unless it has been put there since.
-- KEYS: list   ARGV: instance, the time at which it had no lease
local listed = redis.call('ZSCORE', KEYS[1], ARGV[1])
if listed and tonumber(listed) <= tonumber(ARGV[2]) then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
