-- Writes a connection under one target, and takes it away from there under earlier epochs of its instance.
-- KEYS: holders, members of the holder
-- ARGV: holder, number, entry, life of keys in ms, stem of the members' keys, earlier holders
-- Returns whether it stands there newly, and whether nobody stood there before.
local empty = redis.call('EXISTS', KEYS[1]) == 0
local from, to = '[' .. ARGV[2], '(' .. ARGV[2] .. ';'
local there = redis.call('ZRANGEBYLEX', KEYS[2], from, to)
local stood = #there > 0
for i = 6, #ARGV do
  local earlier = ARGV[5] .. ARGV[i]
  if redis.call('ZREMRANGEBYLEX', earlier, from, to) > 0 then
    stood = true
  end
  if redis.call('EXISTS', earlier) == 0 then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
if there[1] ~= ARGV[3] then
  redis.call('ZREMRANGEBYLEX', KEYS[2], from, to)
  redis.call('ZADD', KEYS[2], 0, ARGV[3])
end
redis.call('ZADD', KEYS[1], 0, ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end
return {stood and 0 or 1, empty and 1 or 0}
