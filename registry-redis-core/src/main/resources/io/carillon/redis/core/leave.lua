-- Takes targets of a connection out of the index of its instance.
-- KEYS: numbers, targets of the connection   ARGV: number, targets
for i = 2, #ARGV do
  redis.call('SREM', KEYS[2], ARGV[i])
end
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('SREM', KEYS[1], ARGV[1])
end
return 1
