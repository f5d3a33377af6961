-- Publishes a question, if anybody listens there, and says in it whether one has to be chosen among several.
-- ARGV: channel, question
-- Returns how many listen.
local listening = redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]
if listening > 0 then
  redis.call('PUBLISH', ARGV[1], (listening == 1 and '1' or '*') .. ARGV[2])
end
return listening
