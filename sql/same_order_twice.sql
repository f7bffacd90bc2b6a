-- Question: Which orders were reported on two paths, and do the reports agree?
-- Reader:   whoever answers for revenue figures
-- Columns:
--   order_id
--   delivered_from   path of the report that became order_completed: web, app or backend
--   also_from        path of the other one
--   seconds_apart    time of the other less that of the delivered one, as the reports state it
--   arrived_apart_s  the same by arrival in Kafka
--   delivered_minor, other_minor, difference_minor   what either says was paid, in minor units of
--                    the currency; other less delivered
--   currency         of the delivered one
--   other_currency   empty if it is the same
-- One row per order and other path, for its first report there. Repeats on the same path are left out.

WITH reports AS (
    SELECT
        order_id, outcome, platform, event_time, kafka_time, value_minor, currency,
        ROW_NUMBER() OVER (
            PARTITION BY order_id, outcome, platform ORDER BY kafka_time, receipt_id) AS report
    FROM receipts
    WHERE event_name = 'order_completed'
        AND (outcome = 'ACCEPTED' OR (outcome = 'DUPLICATE' AND reason = 'order_id'))
)
SELECT
    d.order_id,
    d.platform AS delivered_from,
    o.platform AS also_from,
    TIMESTAMPDIFF(SECOND, d.event_time, o.event_time) AS seconds_apart,
    TIMESTAMPDIFF(SECOND, d.kafka_time, o.kafka_time) AS arrived_apart_s,
    d.value_minor AS delivered_minor,
    o.value_minor AS other_minor,
    o.value_minor - d.value_minor AS difference_minor,
    d.currency,
    NULLIF(o.currency, d.currency) AS other_currency
FROM reports AS d
JOIN reports AS o ON o.order_id = d.order_id
WHERE d.outcome = 'ACCEPTED'
    AND o.outcome = 'DUPLICATE'
    AND o.platform <> d.platform
    AND o.report = 1
ORDER BY ABS(o.value_minor - d.value_minor) DESC, order_id, also_from;
