-- loadLink by chat
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "chat" = ?
and "ended_at_ms" is null;

-- loadLink by employee
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "employee" = ?
and "ended_at_ms" is null;

-- loadLinks
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "ended_at_ms" is null
order by "seq";

-- endRivalLinks
update "links"
set "ended_at_ms" = ?, "ended_reason" = ?
where "ended_at_ms" is null
and ("chat" = ? or "employee" = ?)
and ("chat" != ? or "employee" != ?)
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- saveLink
insert into "links" ("chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms", "planned_at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("chat")
where "ended_at_ms" is null do update
set "employee" = "excluded"."employee", "name" = "excluded"."name", "first_name" = "excluded"."first_name", "zone" = "excluded"."zone", "linked_at_ms" = "excluded"."linked_at_ms", "checked_at_ms" = "excluded"."checked_at_ms", "planned_at_ms" = "excluded"."planned_at_ms";

-- endLink
update "links"
set "ended_at_ms" = ?, "ended_reason" = ?
where "chat" = ?
and "ended_at_ms" is null
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- setLinkZone
update "links"
set "zone" = ?
where "chat" = ?
and "ended_at_ms" is null;

-- replanLink
update "links"
set "planned_at_ms" = ?
where "chat" = ?
and "ended_at_ms" is null;

-- replanAllLinks
update "links"
set "planned_at_ms" = ?
where "planned_at_ms" > ?
and "ended_at_ms" is null;

-- claimPlanning
with "stale" as materialized (select "link"."seq", "link"."planned_at_ms"
  from "links" as "link"
  where "link"."ended_at_ms" is null
  and "link"."planned_at_ms" <= ? - ?
  order by "link"."planned_at_ms", "link"."seq"
  limit ?)
update "links"
set "planned_at_ms" = ?
where "seq" in (select "stale"."seq"
  from "stale")
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- markLinksChecked
update "links"
set "checked_at_ms" = ?
where "employee" in (?, ?)
and "ended_at_ms" is null
and "checked_at_ms" < ?;

-- loadAttempt by chat
select "id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where "chat" = ?;

-- loadAttempt by id
select "id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where "id" = ?;

-- saveAttempt
insert into "link_attempts" ("id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms")
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict ("chat") do update
set "id" = "excluded"."id", "email" = "excluded"."email", "employee" = "excluded"."employee", "name" = "excluded"."name", "first_name" = "excluded"."first_name", "zone" = "excluded"."zone", "code_digest" = "excluded"."code_digest", "invite_digest" = "excluded"."invite_digest", "tries_left" = "excluded"."tries_left", "requested_at_ms" = "excluded"."requested_at_ms", "expires_at_ms" = "excluded"."expires_at_ms";

-- deleteAttempt
delete from "link_attempts"
where "chat" = ?;

-- appendAudit
insert into "audit" ("at_ms", "event", "chat", "employee")
values (?, ?, ?, ?);

-- holdLimits of an employee

-- holdLimits of everybody

-- countAudit of a chat
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = ?
and "chat" = ?
and "at_ms" > ?;

-- countAudit of an employee
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = ?
and "employee" = ?
and "at_ms" > ?;

-- countAudit of everybody
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = ?
and "at_ms" > ?;

-- countFailuresInARow
select count(*) as "times"
from "audit"
where "employee" = ?
and "event" = ?
and "seq" > (select coalesce(max("success"."seq"), 0) as "seq"
  from "audit" as "success"
  where "success"."employee" = ?
  and "success"."event" in (?, ?));
