-- insertAction
insert into "actions" ("id", "chat", "employee", "service", "object", "at_ms", "outcome", "ended_at_ms")
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict ("id") do nothing;

-- endAction
update "actions"
set "outcome" = $1, "ended_at_ms" = $2
where "id" = $3;

-- endAction that made something
update "actions"
set "outcome" = $1, "ended_at_ms" = $2, "object" = $3
where "id" = $4;

-- loadActions
select "id", "chat", "employee", "service", "object", "at_ms", "outcome", "ended_at_ms"
from "actions"
where "employee" = $1
order by "at_ms" desc, "id"
limit $2;
