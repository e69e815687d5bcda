-- openBucket
insert into "request_buckets" ("name", "milli_tokens", "counted_at_ms", "paused_until_ms")
values (?, ?, ?, ?)
on conflict ("name") do nothing;

-- holdBucket
select "milli_tokens", "counted_at_ms", "paused_until_ms", ? as "now_ms"
from "request_buckets"
where "name" = ?;

-- saveBucket
update "request_buckets"
set "milli_tokens" = ?, "counted_at_ms" = ?, "paused_until_ms" = ?
where "name" = ?;
