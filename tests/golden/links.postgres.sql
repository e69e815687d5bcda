-- loadLink by chat
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "chat" = $1
and "ended_at_ms" is null;

-- loadLink by employee
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "employee" = $1
and "ended_at_ms" is null;

-- loadLinks
select "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms"
from "links"
where "ended_at_ms" is null
order by "seq";

-- endRivalLinks
update "links"
set "ended_at_ms" = $1, "ended_reason" = $2
where "ended_at_ms" is null
and ("chat" = $3 or "employee" = $4)
and ("chat" != $5 or "employee" != $6)
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- saveLink
insert into "links" ("chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms", "planned_at_ms")
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict ("chat")
where "ended_at_ms" is null do update
set "employee" = "excluded"."employee", "name" = "excluded"."name", "first_name" = "excluded"."first_name", "zone" = "excluded"."zone", "linked_at_ms" = "excluded"."linked_at_ms", "checked_at_ms" = "excluded"."checked_at_ms", "planned_at_ms" = "excluded"."planned_at_ms";

-- endLink
update "links"
set "ended_at_ms" = $1, "ended_reason" = $2
where "chat" = $3
and "ended_at_ms" is null
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- setLinkZone
update "links"
set "zone" = $1
where "chat" = $2
and "ended_at_ms" is null;

-- replanLink
update "links"
set "planned_at_ms" = $1
where "chat" = $2
and "ended_at_ms" is null;

-- replanAllLinks
update "links"
set "planned_at_ms" = $1
where "planned_at_ms" > $2
and "ended_at_ms" is null;

-- claimPlanning
with "stale" as materialized (select "link"."seq", "link"."planned_at_ms"
  from "links" as "link"
  where "link"."ended_at_ms" is null
  and "link"."planned_at_ms" <= (date_part('epoch', now()) * 1000)::bigint - $1
  order by "link"."planned_at_ms", "link"."seq"
  limit $2
  for update skip locked)
update "links"
set "planned_at_ms" = (date_part('epoch', now()) * 1000)::bigint
where "seq" in (select "stale"."seq"
  from "stale")
returning "chat", "employee", "name", "first_name", "zone", "linked_at_ms", "checked_at_ms";

-- markLinksChecked
update "links"
set "checked_at_ms" = $1
where "employee" in ($2, $3)
and "ended_at_ms" is null
and "checked_at_ms" < $4;

-- loadAttempt by chat
select "id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where "chat" = $1;

-- loadAttempt by id
select "id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms"
from "link_attempts"
where "id" = $1;

-- saveAttempt
insert into "link_attempts" ("id", "chat", "email", "employee", "name", "first_name", "zone", "code_digest", "invite_digest", "tries_left", "requested_at_ms", "expires_at_ms")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict ("chat") do update
set "id" = "excluded"."id", "email" = "excluded"."email", "employee" = "excluded"."employee", "name" = "excluded"."name", "first_name" = "excluded"."first_name", "zone" = "excluded"."zone", "code_digest" = "excluded"."code_digest", "invite_digest" = "excluded"."invite_digest", "tries_left" = "excluded"."tries_left", "requested_at_ms" = "excluded"."requested_at_ms", "expires_at_ms" = "excluded"."expires_at_ms";

-- deleteAttempt
delete from "link_attempts"
where "chat" = $1;

-- appendAudit
insert into "audit" ("at_ms", "event", "chat", "employee")
values ($1, $2, $3, $4);

-- holdLimits of an employee
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- holdLimits of everybody
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- countAudit of a chat
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = $1
and "chat" = $2
and "at_ms" > $3;

-- countAudit of an employee
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = $1
and "employee" = $2
and "at_ms" > $3;

-- countAudit of everybody
select count(*) as "times", min("at_ms") as "oldest_at_ms", max("at_ms") as "newest_at_ms"
from "audit"
where "event" = $1
and "at_ms" > $2;

-- countFailuresInARow
select count(*) as "times"
from "audit"
where "employee" = $1
and "event" = $2
and "seq" > (select coalesce(max("success"."seq"), 0) as "seq"
  from "audit" as "success"
  where "success"."employee" = $3
  and "success"."event" in ($4, $5));
