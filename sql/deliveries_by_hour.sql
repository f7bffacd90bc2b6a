-- What was delivered, hour by hour: per event, how many reached Customer.io, how many repeats were
-- dropped, how many were refused, and how late events were when they reached Kafka.
--
--   ./backstitch sql sql/deliveries_by_hour.sql --bootstrap HOST:PORT --registry http://HOST:PORT/...
--
-- ${bootstrap}, ${registry} are those options; ${schema:Receipt} is the packaged Avro schema: it is
-- needed because Avro does not read an enum as text on its own.

CREATE TEMPORARY TABLE receipts (
    receipt_id       STRING NOT NULL,
    outcome          STRING NOT NULL,
    reason           STRING,
    kind             STRING NOT NULL,
    event_name       STRING,
    event_id         STRING,
    ulid             STRING,
    source           STRING NOT NULL,
    platform         STRING,
    person           STRING,
    person_seq       BIGINT NOT NULL,
    order_id         STRING,
    cart_id          STRING,
    value_minor      BIGINT,
    currency         STRING,
    event_time       TIMESTAMP(3),
    kafka_time       TIMESTAMP(3) NOT NULL,
    accepted_time    TIMESTAMP(3),
    lateness_ms      BIGINT,
    stitched         STRING NOT NULL,
    contract_version STRING,
    attempts         INT NOT NULL,
    topic            STRING NOT NULL,
    `partition`      INT NOT NULL,
    `offset`         BIGINT NOT NULL,
    channel          STRING
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.receipts',
    'properties.bootstrap.servers' = '${bootstrap}',
    'scan.startup.mode' = 'earliest-offset',
    -- To the end as it is now. Without this line the query runs for ever (and wants a sink).
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = '${registry}',
    'avro-confluent.schema' = '${schema:Receipt}'
);

-- Receipts are written at least once: the same fact always has the same receipt_id.
CREATE TEMPORARY VIEW facts AS
SELECT *
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY receipt_id ORDER BY kafka_time) AS nth
    FROM receipts
)
WHERE nth = 1;

SELECT
    DATE_FORMAT(kafka_time, 'yyyy-MM-dd HH:00') AS hour_utc,
    event_name,
    COUNT(*) FILTER (WHERE outcome = 'ACCEPTED') AS delivered,
    COUNT(*) FILTER (WHERE outcome = 'DUPLICATE') AS duplicates,
    COUNT(*) FILTER (WHERE outcome = 'REFUSED') AS refused,
    AVG(lateness_ms) FILTER (WHERE outcome = 'ACCEPTED') / 1000 AS late_avg_s,
    MAX(lateness_ms) FILTER (WHERE outcome = 'ACCEPTED') / 1000 AS late_max_s
FROM facts
WHERE event_name IS NOT NULL
GROUP BY DATE_FORMAT(kafka_time, 'yyyy-MM-dd HH:00'), event_name
ORDER BY hour_utc, event_name;
