-- What is known of an instance's leases.
-- KEYS: lease
-- Returns the time, the epoch of the live one or 0, then the epochs of the dead ones.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = {now, 0}
local lease = redis.call('HGETALL', KEYS[1])
local known = {}
for i = 1, #lease, 2 do
  known[lease[i]] = lease[i + 1]
  if string.sub(lease[i], 1, 1) == '-' then
    answer[#answer + 1] = tonumber(string.sub(lease[i], 2))
  end
end
if known['epoch'] then
  if now < tonumber(known['until']) then
    answer[2] = tonumber(known['epoch'])
  else
    answer[#answer + 1] = tonumber(known['epoch'])
  end
end
return answer
