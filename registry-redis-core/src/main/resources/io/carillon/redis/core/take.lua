-- Takes connections of one holder away from under one target.
-- KEYS: holders, members of the holder   ARGV: holder, numbers
-- Returns whether nobody stands there any more, then the entries that were removed.
local answer = {0}
for i = 2, #ARGV do
  local there = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. ARGV[i], '(' .. ARGV[i] .. ';')
  for _, entry in ipairs(there) do
    redis.call('ZREM', KEYS[2], entry)
    answer[#answer + 1] = entry
  end
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  answer[1] = 1
end
return answer
