-- Question: What became of this one event, order, cart or person?
-- Reader:   support, on-call
-- Columns:
--   at          when the input record reached Kafka, UTC
--   what        receipt, dead letter or identity decision
--   outcome     the receipt's outcome, the dead letter's stage, the decision
--   reason
--   event_name, event_id, ulid, order_id, cart_id
--   person      as in receipts; of an identity decision: identifier -> owner
--   seq         order among the operations of that person
--   stitched    how the event found its person
--   event_time  when it happened, UTC
--   done_at     when Customer.io answered, UTC
--   place       topic-partition@offset of the input record
-- Argument: about: a ULID, an event id, an order id (without #), a cart id, a customer id, or a person
-- as receipts show it. An order brings its cart along. Dead letters and identity decisions are found by the event ids of the receipts
-- that are found, too.
--   ./backstitch sql everything_about --set about=1001 ...

WITH asked AS (
    SELECT about FROM arguments WHERE about <> ''
),
its_carts AS (
    SELECT DISTINCT r.cart_id
    FROM receipts AS r
    JOIN asked ON asked.about = r.order_id
    WHERE r.cart_id IS NOT NULL
),
hits AS (
    SELECT r.*
    FROM receipts AS r
    CROSS JOIN asked
    LEFT JOIN its_carts AS c ON c.cart_id = r.cart_id
    WHERE c.cart_id IS NOT NULL
        OR r.ulid = asked.about
        OR r.event_id = asked.about
        OR r.order_id = asked.about
        OR r.cart_id = asked.about
        OR r.person = asked.about
        OR r.person = 'id:' || asked.about
),
event_ids AS (
    SELECT event_id FROM hits WHERE event_id IS NOT NULL
    UNION
    SELECT about AS event_id FROM asked
),
letters AS (
    SELECT l.*
    FROM dead_letters AS l
    JOIN event_ids AS e ON e.event_id = l.event_id
    UNION
    SELECT l.*
    FROM dead_letters AS l
    JOIN asked ON asked.about = l.ulid
),
decisions AS (
    SELECT a.*
    FROM identity_audit AS a
    JOIN event_ids AS e ON e.event_id = a.event_id
    UNION
    SELECT a.*
    FROM identity_audit AS a
    CROSS JOIN asked
    WHERE a.identifier = asked.about OR a.owner = asked.about
)
SELECT
    kafka_time AS `at`,
    'receipt' AS what,
    outcome,
    reason,
    COALESCE(event_name, LOWER(kind)) AS event_name,
    event_id,
    ulid,
    order_id,
    cart_id,
    person,
    person_seq AS seq,
    stitched,
    event_time,
    accepted_time AS done_at,
    topic || '-' || CAST(`partition` AS STRING) || '@' || CAST(`offset` AS STRING) AS place
FROM hits
UNION ALL
SELECT
    kafka_time,
    'dead letter',
    stage,
    reason || ': ' || detail,
    event_name,
    event_id,
    ulid,
    CAST(NULL AS STRING),
    CAST(NULL AS STRING),
    CAST(NULL AS STRING),
    CAST(NULL AS BIGINT),
    CAST(NULL AS STRING),
    CAST(NULL AS TIMESTAMP(3)),
    CAST(NULL AS TIMESTAMP(3)),
    topic || '-' || CAST(`partition` AS STRING) || '@' || CAST(`offset` AS STRING)
FROM letters
UNION ALL
SELECT
    kafka_time,
    'identity',
    decision,
    reason,
    CAST(NULL AS STRING),
    event_id,
    CAST(NULL AS STRING),
    CAST(NULL AS STRING),
    CAST(NULL AS STRING),
    level || ' ' || identifier
        || COALESCE(' -> ' || owner_level || ' ' || owner, ''),
    CAST(NULL AS BIGINT),
    CAST(NULL AS STRING),
    event_time,
    CAST(NULL AS TIMESTAMP(3)),
    topic || '-' || CAST(`partition` AS STRING) || '@' || CAST(`offset` AS STRING)
FROM decisions
ORDER BY `at`, seq, what;
