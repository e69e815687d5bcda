-- insertAction
insert into "actions" ("id", "chat", "employee", "service", "object", "at_ms", "outcome", "ended_at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("id") do nothing;

-- endAction
update "actions"
set "outcome" = ?, "ended_at_ms" = ?
where "id" = ?;

-- endAction that made something
update "actions"
set "outcome" = ?, "ended_at_ms" = ?, "object" = ?
where "id" = ?;

-- loadActions
select "id", "chat", "employee", "service", "object", "at_ms", "outcome", "ended_at_ms"
from "actions"
where "employee" = ?
order by "at_ms" desc, "id"
limit ?;
