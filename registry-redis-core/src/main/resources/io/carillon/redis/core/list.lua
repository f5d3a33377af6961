-- Puts an instance on the list of those that have leases, or says that it is still there.
-- KEYS: list   ARGV: instance, the time of its lease's server, life of keys in ms
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
