-- Question: How many carts are open, by how long nobody has been at them?
-- Reader:   retention team, a wall display
-- Columns:
--   idle_from_h   hours since somebody was last at the cart, lower end
--   idle          the same in words
--   carts         open carts: no order for them, and none by their person since
--   in_checkout   of those: a checkout was started
--   announced     of those: called abandoned
-- Streaming: with --follow it goes on and prints each change; without it reads to the end as it is
-- now and prints how things stand then. The age is that at the newest hour in which an input with a
-- receipt reached Kafka. What was taken out of a cart again still counts as being at it.

SET 'execution.runtime-mode' = 'streaming';

WITH clock AS (
    SELECT MAX(FLOOR(kafka_time TO HOUR)) AS as_of FROM receipts
),
deeds AS (
    SELECT cart_id, person, event_name, event_time
    FROM receipts
    WHERE kind = 'EVENT' AND outcome = 'ACCEPTED' AND cart_id IS NOT NULL
),
carts AS (
    SELECT
        cart_id,
        -- id: comes after email: and anonymous_id:, so this is the person in the end.
        MAX(person) AS person,
        MAX(event_time) FILTER (
            WHERE event_name IN ('add_to_cart', 'remove_from_cart', 'checkout_started')) AS last_at,
        COUNT(*) FILTER (WHERE event_name = 'checkout_started') AS checkouts,
        COUNT(*) FILTER (WHERE event_name = 'cart_abandoned') AS announcements,
        COUNT(*) FILTER (WHERE event_name = 'order_completed') AS orders
    FROM deeds
    GROUP BY cart_id
),
last_orders AS (
    SELECT person, MAX(event_time) AS ordered
    FROM receipts
    WHERE event_name = 'order_completed' AND outcome = 'ACCEPTED' AND person IS NOT NULL
    GROUP BY person
),
idle_carts AS (
    SELECT
        c.cart_id,
        c.checkouts,
        c.announcements,
        TIMESTAMPDIFF(HOUR, c.last_at, clock.as_of) AS idle_h
    FROM carts AS c
    CROSS JOIN clock
    LEFT JOIN last_orders AS o ON o.person = c.person
    WHERE c.orders = 0
        AND c.last_at IS NOT NULL
        AND (o.ordered IS NULL OR o.ordered < c.last_at)
),
aged AS (
    SELECT
        CASE WHEN idle_h < 1 THEN 0 WHEN idle_h < 24 THEN 1 WHEN idle_h < 168 THEN 24 ELSE 168 END
            AS idle_from_h,
        checkouts,
        announcements
    FROM idle_carts
)
SELECT
    idle_from_h,
    CASE idle_from_h
        WHEN 0 THEN 'under 1 hour'
        WHEN 1 THEN '1 hour to 1 day'
        WHEN 24 THEN '1 day to 1 week'
        ELSE 'over 1 week'
    END AS idle,
    COUNT(*) AS carts,
    COUNT(*) FILTER (WHERE checkouts > 0) AS in_checkout,
    COUNT(*) FILTER (WHERE announcements > 0) AS announced
FROM aged
GROUP BY idle_from_h;
