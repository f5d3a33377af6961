-- Connections under one target, holder by holder, and by number within one.
-- KEYS: holders   ARGV: stem of the members' keys, instance to begin at or nothing, where to begin in it, how many, holders to skip
-- Returns holder, entry, holder, entry, …
local skipped = {}
for i = 5, #ARGV do
  skipped[ARGV[i]] = true
end
local first = ARGV[2] .. ':'
local begin = ARGV[2] == '' and '-' or '[' .. first
local left = tonumber(ARGV[4])
local answer = {}
for _, holder in ipairs(redis.call('ZRANGEBYLEX', KEYS[1], begin, '+')) do
  if left == 0 then
    break
  end
  if not skipped[holder] then
    local from = string.sub(holder, 1, #first) == first and ARGV[3] or '-'
    local found = redis.call('ZRANGEBYLEX', ARGV[1] .. holder, from, '+', 'LIMIT', 0, left)
    for _, entry in ipairs(found) do
      answer[#answer + 1] = holder
      answer[#answer + 1] = entry
    end
    left = left - #found
  end
end
return answer
