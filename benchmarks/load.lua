-- Fifty readers of different streets; each answer must hold its reader's own street, and no page is asked for in order.
-- Arguments: file with one line a request: cookie TAB path TAB what the body must hold.
local requests = {}
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args)
  math.randomseed(7)
  for line in io.lines(args[1]) do
    local cookie, path, must = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    table.insert(requests, {cookie = cookie, path = path, must = must})
  end
  wrong_bodies = 0
end
local asked
function request()
  asked = requests[math.random(#requests)]
  return wrk.format("GET", asked.path, {Cookie = asked.cookie, Host = "localhost"})
end
-- one connection a thread: the answer is to the last question
function response(status, headers, body)
  local r = asked
  if status ~= 200 or not body:find(r.must, 1, true) then wrong_bodies = wrong_bodies + 1 end
end
function done(summary, latency, _)
  local bad = 0
  for _, thread in ipairs(threads) do bad = bad + thread:get("wrong_bodies") end
  io.write(string.format("RESULT %.1f %.2f %.2f %d %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, bad, summary.requests))
end
