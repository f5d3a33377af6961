-- The instances on the list.
-- KEYS: list
return redis.call('ZRANGE', KEYS[1], 0, -1)
