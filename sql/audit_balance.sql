-- Question: Has every input event ended, or is it still here: is anything missing?
-- Reader:   on-call, whoever has to prove it
-- Columns:
--   topic         of the input
--   hour_utc      hour in which the input record reached Kafka; empty for all earlier hours together
--   received      input events; an input record without events counts as one
--   accepted, duplicates, filtered, dead_letters   how they ended
--   held          wait until it is known whose they are
--   waiting       wait until their person can be reached, or for the backend's report
--   pending       not yet answered by Customer.io
--   under_way     between two operators, where checkpoints are unaligned; not in older hours
--   difference    received less all of these: must be 0
-- As the newest checkpoint has it that all subtasks have published, of the job that ran last. Without
-- a row there is no such checkpoint. ./backstitch audit asks the same and tells where events are missing.

WITH operators AS (
    SELECT
        job_id, checkpoint_id, operator,
        COUNT(*) AS published, MAX(subtasks) AS subtasks, MAX(taken_at) AS taken_at
    FROM balance
    GROUP BY job_id, checkpoint_id, operator
),
checkpoints AS (
    SELECT
        job_id, checkpoint_id, COUNT(*) AS operators, MAX(taken_at) AS taken_at,
        COUNT(*) FILTER (WHERE published <> subtasks) AS incomplete
    FROM operators
    GROUP BY job_id, checkpoint_id
),
jobs AS (
    SELECT job_id, MAX(operators) AS operators FROM checkpoints GROUP BY job_id
),
newest AS (
    SELECT c.job_id, c.checkpoint_id
    FROM checkpoints AS c
    JOIN jobs AS j ON j.job_id = c.job_id AND j.operators = c.operators
    WHERE c.incomplete = 0
    ORDER BY c.taken_at DESC, c.checkpoint_id DESC
    LIMIT 1
),
cells AS (
    SELECT
        b.operator, c.topic, c.`hour`, c.`until`, c.received, c.accepted, c.duplicates, c.filtered,
        c.dead_letters, c.held, c.waiting, c.pending, c.passed_on
    FROM balance AS b
    JOIN newest AS n ON n.job_id = b.job_id AND n.checkpoint_id = b.checkpoint_id
    CROSS JOIN UNNEST(b.cells) AS c (
        topic, `hour`, `until`, received, accepted, duplicates, filtered, dead_letters, replayed, held,
        waiting, pending, passed_on)
),
-- Not every subtask puts old hours together at the same time.
put_together AS (
    SELECT topic, MAX(`until`) AS `until` FROM cells GROUP BY topic
),
sums AS (
    SELECT
        c.topic,
        CASE WHEN p.`until` IS NULL OR c.`hour` >= p.`until`
            THEN DATE_FORMAT(c.`hour`, 'yyyy-MM-dd HH:00') ELSE '' END AS hour_utc,
        CASE WHEN c.operator = 'ingest' THEN c.received ELSE 0 END AS received,
        c.accepted, c.duplicates, c.filtered, c.dead_letters, c.held, c.waiting, c.pending,
        CASE WHEN c.operator = 'ingest' THEN 0 ELSE -c.received END AS under_way
    FROM cells AS c
    JOIN put_together AS p ON p.topic = c.topic
    UNION ALL
    SELECT
        c.topic,
        CASE WHEN p.`until` IS NULL OR c.`hour` >= p.`until`
            THEN DATE_FORMAT(c.`hour`, 'yyyy-MM-dd HH:00') ELSE '' END,
        0, 0, 0, 0, 0, 0, 0, 0,
        way.events
    FROM cells AS c
    CROSS JOIN UNNEST(c.passed_on) AS way (target, events)
    JOIN put_together AS p ON p.topic = c.topic
)
SELECT
    topic,
    hour_utc,
    SUM(received) AS received,
    SUM(accepted) AS accepted,
    SUM(duplicates) AS duplicates,
    SUM(filtered) AS filtered,
    SUM(dead_letters) AS dead_letters,
    SUM(held) AS held,
    SUM(waiting) AS waiting,
    SUM(pending) AS pending,
    SUM(under_way) AS under_way,
    SUM(received) - SUM(accepted) - SUM(duplicates) - SUM(filtered) - SUM(dead_letters)
        - SUM(held) - SUM(waiting) - SUM(pending) - SUM(under_way) AS difference
FROM sums
GROUP BY topic, hour_utc
ORDER BY topic, hour_utc;
