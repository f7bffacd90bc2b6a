-- Question: What was delivered, hour by hour, how much of it took a second try, and how fast was it?
-- Reader:   on-call
-- Columns:
--   hour_utc        hour in which the input record reached Kafka
--   event_name      the contract's name
--   delivered       events that Customer.io accepted
--   retried         of those: how many took more than one request
--   p95_latency_ms  95th percentile, from Kafka's time of the input to Customer.io's answer; includes
--                   what an event waited for its person. (The demo's input has times of its own, so
--                   that there this says nothing.)
--   duplicates      repeats that were dropped
--   refused         events that Customer.io refused for good; each has a dead letter

SELECT
    DATE_FORMAT(kafka_time, 'yyyy-MM-dd HH:00') AS hour_utc,
    event_name,
    COUNT(*) FILTER (WHERE outcome = 'ACCEPTED') AS delivered,
    COUNT(*) FILTER (WHERE outcome = 'ACCEPTED' AND attempts > 1) AS retried,
    CAST(
        PERCENTILE(
            CASE
                WHEN outcome = 'ACCEPTED'
                    THEN 1000 * TIMESTAMPDIFF(SECOND, kafka_time, accepted_time)
                        + MOD(EXTRACT(MILLISECOND FROM accepted_time) - EXTRACT(MILLISECOND FROM kafka_time) + 1000, 1000)
            END,
            0.95)
        AS BIGINT) AS p95_latency_ms,
    COUNT(*) FILTER (WHERE outcome = 'DUPLICATE') AS duplicates,
    COUNT(*) FILTER (WHERE outcome = 'REFUSED') AS refused
FROM receipts
WHERE event_name IS NOT NULL AND kind IN ('EVENT', 'NONE') AND outcome <> 'FILTERED'
GROUP BY DATE_FORMAT(kafka_time, 'yyyy-MM-dd HH:00'), event_name
ORDER BY hour_utc, event_name;
