-- Does once what the other scripts do, on a key of its own, so that a missing right is found at the start.
-- KEYS: scratch   ARGV: channel, what may be published there, how one publishes, how one counts who listens
-- Returns an error that names the first command that is not allowed.
local refused
local function try(command, ...)
  local answer = redis.pcall(command, ...)
  if type(answer) == 'table' and answer.err and not refused then
    refused = command .. ': ' .. answer.err
  end
end
try('TIME')
try('DEL', KEYS[1])
try('GET', KEYS[1])
try('GETDEL', KEYS[1])
try('HSET', KEYS[1], 'a', '1')
try('HGET', KEYS[1], 'a')
try('HMGET', KEYS[1], 'a', 'b')
try('HGETALL', KEYS[1])
try('HDEL', KEYS[1], 'a')
try('SADD', KEYS[1], 'a')
try('SMEMBERS', KEYS[1])
try('SRANDMEMBER', KEYS[1], 1)
try('SREM', KEYS[1], 'a')
try('ZADD', KEYS[1], 0, 'a')
try('ZCARD', KEYS[1])
try('ZSCORE', KEYS[1], 'a')
try('ZRANGE', KEYS[1], 0, -1)
try('ZRANGEBYLEX', KEYS[1], '-', '+')
try('ZREMRANGEBYSCORE', KEYS[1], '-inf', '-1')
try('PEXPIRE', KEYS[1], 1000)
try('PTTL', KEYS[1])
try('EXISTS', KEYS[1])
try('ZREMRANGEBYLEX', KEYS[1], '-', '+')
try('ZREM', KEYS[1], 'a')
try('PUBSUB', ARGV[4], ARGV[1])
try(ARGV[3], ARGV[1], ARGV[2])
if refused then
  return redis.error_reply('NOPERM in a script, ' .. refused)
end
return 1
