-- How many connections each holder has under one target. A holder whose members have expired is dropped.
-- KEYS: holders   ARGV: stem of the members' keys
-- Returns holder, number, holder, number, …
local answer = {}
for _, holder in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local size = redis.call('ZCARD', ARGV[1] .. holder)
  if size == 0 then
    redis.call('ZREM', KEYS[1], holder)
  else
    answer[#answer + 1] = holder
    answer[#answer + 1] = size
  end
end
return answer
