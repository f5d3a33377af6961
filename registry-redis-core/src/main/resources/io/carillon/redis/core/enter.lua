-- Writes into the index of an instance, if its lease lives, behind which targets a connection is about to stand.
-- KEYS: lease, numbers, targets of the connection   ARGV: epoch, number, stem of the index's keys, targets
-- Returns the life of keys in ms, then for each dead epoch under which the connection stands in the index: the epoch, targets.
-- Returns nothing if the lease is dead.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HGETALL', KEYS[1])
local known, dead = {}, {}
for i = 1, #lease, 2 do
  known[lease[i]] = lease[i + 1]
  if string.sub(lease[i], 1, 1) == '-' then
    dead[#dead + 1] = string.sub(lease[i], 2)
  end
end
if known['epoch'] ~= ARGV[1] or now >= tonumber(known['until']) then
  return {}
end
local life = math.max(10 * known['duration'], 300000)
for i = 4, #ARGV do
  redis.call('SADD', KEYS[3], ARGV[i])
end
if #ARGV > 3 then
  redis.call('SADD', KEYS[2], ARGV[2])
  redis.call('PEXPIRE', KEYS[3], life)
  redis.call('PEXPIRE', KEYS[2], life)
end
local answer = {life}
for _, epoch in ipairs(dead) do
  local targets = redis.call('SMEMBERS', ARGV[3] .. epoch .. ':' .. ARGV[2])
  if #targets > 0 then
    table.insert(targets, 1, epoch)
    answer[#answer + 1] = targets
  end
end
return answer
