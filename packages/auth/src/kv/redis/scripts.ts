/*
 * An entry is one string: when it ends, in decimal digits or none, a colon, and the value. Redis runs a script as one step,
 * and each touches one key, so that they work in a cluster. The time is an argument: whether an entry has expired is
 * decided by the clock of whoever asks, and what Redis is told to expire only clears away.
 */
const read = `
local now = tonumber(ARGV[1])
local stored = redis.call('GET', KEYS[1])
local value, ends = false, ''
if stored then
  local colon = string.find(stored, ':', 1, true)
  ends = string.sub(stored, 1, colon - 1)
  if ends == '' or now < tonumber(ends) then value = string.sub(stored, colon + 1) end
end`;

/** With the value, its end and the time after which it is garbage as the second, third and fourth argument. */
const write = `
local function write(text)
  if ARGV[4] == '' then redis.call('SET', KEYS[1], ARGV[3] .. ':' .. text)
  else redis.call('SET', KEYS[1], ARGV[3] .. ':' .. text, 'PX', ARGV[4]) end
end`;

export const getScript = `${read}
return value`;

export const setScript = `${write}
write(ARGV[2])
return 1`;

export const deleteScript = `${read}
redis.call('DEL', KEYS[1])
return value and 1 or 0`;

export const takeScript = `${read}
redis.call('DEL', KEYS[1])
return value`;

export const setIfAbsentScript = `${read}${write}
if value then return 0 end
write(ARGV[2])
return 1`;

/** Answers with nothing where there is no whole number, or the next one were inexact. */
export const incrementScript = `${read}${write}
if not value then
  write('1')
  return 1
end
if not string.match(value, '^%-?%d+$') then return false end
local sum = tonumber(value) + 1
if math.abs(sum) > 9007199254740991 then return false end
redis.call('SET', KEYS[1], ends .. ':' .. string.format('%.0f', sum), 'KEEPTTL')
return sum`;
