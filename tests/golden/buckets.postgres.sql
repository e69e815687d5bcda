-- openBucket
insert into "request_buckets" ("name", "milli_tokens", "counted_at_ms", "paused_until_ms")
values ($1, $2, (date_part('epoch', clock_timestamp()) * 1000)::bigint, $3)
on conflict ("name") do nothing;

-- holdBucket
select "milli_tokens", "counted_at_ms", "paused_until_ms", (date_part('epoch', clock_timestamp()) * 1000)::bigint as "now_ms"
from "request_buckets"
where "name" = $1 for update;

-- saveBucket
update "request_buckets"
set "milli_tokens" = $1, "counted_at_ms" = $2, "paused_until_ms" = $3
where "name" = $4;
