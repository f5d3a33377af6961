-- Publishes a question, if anybody listens there, and says in it whether one has to be chosen among several.
-- ARGV: channel, question, how one publishes, how one counts who listens
-- Returns how many listen. On a Cluster it is published to nobody, too: a node that does not serve the channel any more refuses that.
local listening = redis.call('PUBSUB', ARGV[4], ARGV[1])[2]
if listening > 0 or ARGV[3] == 'SPUBLISH' then
  redis.call(ARGV[3], ARGV[1], (listening == 1 and '1' or '*') .. ARGV[2])
end
return listening
