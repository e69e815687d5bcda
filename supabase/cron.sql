-- The clock of the assistant: the database asks the function `tick` for a look every minute. Run once as `postgres`
-- (SQL editor), with the two values of your project in place of <…>. Running it again changes nothing else.
create extension if not exists pg_cron;
create extension if not exists pg_net;

-- Kept encrypted (Supabase Vault), so that neither is to be read in cron.job.
delete from vault.secrets where name in ('assistant_tick_url', 'assistant_tick_secret');
select vault.create_secret('https://<project>.supabase.co/functions/v1/tick', 'assistant_tick_url');
select vault.create_secret('<TICK_SECRET>', 'assistant_tick_secret');

-- Scheduling under the same name replaces what was there. With pg_cron 1.5 or later, as Supabase has it, '20 seconds'
-- in place of '* * * * *' makes reminders come that exactly; older ones refuse anything below a minute.
-- pg_net sends and forgets: a look that got lost is made up for by the next, whatever it was to do is in the tables.
select cron.schedule(
  'assistant-tick',
  '* * * * *',
  $$
  select net.http_post(
    url := (select decrypted_secret from vault.decrypted_secrets where name = 'assistant_tick_url'),
    headers := jsonb_build_object(
      'content-type', 'application/json',
      'authorization',
      'Bearer ' || (select decrypted_secret from vault.decrypted_secrets where name = 'assistant_tick_secret')
    ),
    body := '{}'::jsonb,
    timeout_milliseconds := 60000
  )
  $$
);

-- What pg_cron remembers of every run would grow for ever.
select cron.schedule(
  'assistant-tick-history',
  '17 3 * * *',
  $$ delete from cron.job_run_details where end_time < now() - interval '3 days' $$
);
