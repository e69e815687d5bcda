-- loadCard
select "token", "chat", "conversation", "revision", "message_id", "choices", "expires_at_ms"
from "cards"
where "token" = ?;

-- saveCard
insert into "cards" ("token", "chat", "conversation", "revision", "message_id", "choices", "expires_at_ms")
values (?, ?, ?, ?, ?, ?, ?)
on conflict ("token") do update
set "chat" = "excluded"."chat", "conversation" = "excluded"."conversation", "revision" = "excluded"."revision", "choices" = "excluded"."choices", "expires_at_ms" = "excluded"."expires_at_ms";

-- placeCard
update "cards"
set "message_id" = ?
where "token" = ?;
