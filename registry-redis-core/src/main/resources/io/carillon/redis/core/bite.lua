-- Ends a lease, and says what stands in the index under it; forgets the lease when that is nothing.
-- KEYS: lease, numbers   ARGV: epoch, stem of the index's keys, how many
-- Returns the time, whether the instance has no lease left, then number, target, number, target, …
local time = redis.call('TIME')
local answer = {time[1] * 1000 + math.floor(time[2] / 1000), 0}
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'epoch', 'until', 'duration')
  redis.call('HSET', KEYS[1], '-' .. ARGV[1], '')
end
local most = 2 + 2 * ARGV[3]
while #answer == 2 do
  local numbers = redis.call('SRANDMEMBER', KEYS[2], ARGV[3])
  if #numbers == 0 then
    redis.call('HDEL', KEYS[1], '-' .. ARGV[1])
    answer[2] = redis.call('EXISTS', KEYS[1]) == 0 and 1 or 0
    return answer
  end
  for _, number in ipairs(numbers) do
    local targets = redis.call('SMEMBERS', ARGV[2] .. ARGV[1] .. ':' .. number)
    if #targets == 0 then
      redis.call('SREM', KEYS[2], number)
    end
    for _, target in ipairs(targets) do
      if #answer < most then
        answer[#answer + 1] = number
        answer[#answer + 1] = target
      end
    end
  end
end
return answer
