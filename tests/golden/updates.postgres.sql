-- claimUpdate
insert into "updates" ("update_id", "at_ms")
values ($1, $2)
on conflict ("update_id") do nothing;

-- keepPoisonedUpdate
insert into "poisoned_updates" ("update_id", "chat", "payload", "incident", "error", "at_ms")
values ($1, $2, $3, $4, $5, $6)
on conflict ("update_id") do nothing;
