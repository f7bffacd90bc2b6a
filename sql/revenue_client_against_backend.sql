-- Question: How does the revenue that clients report compare with the backend's, day by day?
-- Reader:   whoever answers for revenue figures
-- Columns:
--   day_utc           day of the order (the backend's time where it reported the order)
--   currency
--   client_orders, client_minor     orders that web or app reported, and what they say was paid, in
--                     minor units of the currency
--   backend_orders, backend_minor   the same of the backend
--   difference_minor  client less backend
--   only_client       orders that the backend never reported
--   only_backend      orders that no client reported
-- Each order counts once per side, with its first report. Refunds and cancellations are left out.

WITH reports AS (
    SELECT
        order_id, currency, event_time, value_minor, platform = 'backend' AS backend,
        ROW_NUMBER() OVER (
            PARTITION BY order_id, platform = 'backend' ORDER BY kafka_time, receipt_id) AS report
    FROM receipts
    WHERE event_name = 'order_completed'
        AND (outcome = 'ACCEPTED' OR (outcome = 'DUPLICATE' AND reason = 'order_id'))
),
orders AS (
    SELECT
        order_id,
        currency,
        COALESCE(
            MAX(event_time) FILTER (WHERE backend), MAX(event_time)) AS ordered,
        MAX(value_minor) FILTER (WHERE NOT backend) AS client,
        MAX(value_minor) FILTER (WHERE backend) AS backend,
        COUNT(*) FILTER (WHERE NOT backend) AS by_client,
        COUNT(*) FILTER (WHERE backend) AS by_backend
    FROM reports
    WHERE report = 1
    GROUP BY order_id, currency
)
SELECT
    DATE_FORMAT(ordered, 'yyyy-MM-dd') AS day_utc,
    currency,
    SUM(by_client) AS client_orders,
    COALESCE(SUM(client), 0) AS client_minor,
    SUM(by_backend) AS backend_orders,
    COALESCE(SUM(backend), 0) AS backend_minor,
    COALESCE(SUM(client), 0) - COALESCE(SUM(backend), 0) AS difference_minor,
    COUNT(*) FILTER (WHERE by_backend = 0) AS only_client,
    COUNT(*) FILTER (WHERE by_client = 0) AS only_backend
FROM orders
GROUP BY DATE_FORMAT(ordered, 'yyyy-MM-dd'), currency
ORDER BY day_utc, currency;
