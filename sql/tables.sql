-- The tables that the questions in this folder are asked of. Plain Flink SQL: ./backstitch sql runs
-- it before each question; Flink's own client takes it with  sql-client.sh -i tables.sql  (README.md).
--
-- What is yours to change in a copy: addresses, names of topics, security ('properties....' are
-- settings of the Kafka client, 'avro-confluent....' those of the registry's).
-- ./backstitch sql --bootstrap --registry --since --follow set theirs over what stands here.

SET 'execution.runtime-mode' = 'batch';
SET 'parallelism.default' = '1';
SET 'table.local-time-zone' = 'UTC';
SET 'sql-client.execution.result-mode' = 'tableau';

-- What some questions want to be told; their heads say which. To change them here:
-- ALTER VIEW arguments AS SELECT '1001' AS about, days, late_minutes FROM defaults;
-- For ./backstitch sql:  --set about=1001
CREATE VIEW defaults AS
SELECT
    CAST('' AS STRING) AS about,
    60 AS days,
    60 AS late_minutes;

CREATE VIEW arguments AS SELECT * FROM defaults;

-- One table per topic that Backstitch writes. Generated from schemas-avro/src/main/avro/wire by the
-- test TablesTest: do not edit columns or schemas. The schema is given because Avro does not read an
-- enum as text on its own. Times are UTC.

-- tables: begin
CREATE TABLE receipts_topic (
    `receipt_id` STRING NOT NULL,
    `outcome` STRING NOT NULL,
    `reason` STRING,
    `kind` STRING NOT NULL,
    `event_name` STRING,
    `event_id` STRING,
    `ulid` STRING,
    `source` STRING NOT NULL,
    `platform` STRING,
    `person` STRING,
    `person_seq` BIGINT NOT NULL,
    `order_id` STRING,
    `cart_id` STRING,
    `value_minor` BIGINT,
    `currency` STRING,
    `event_time` TIMESTAMP(3),
    `kafka_time` TIMESTAMP(3) NOT NULL,
    `accepted_time` TIMESTAMP(3),
    `lateness_ms` BIGINT,
    `stitched` STRING NOT NULL,
    `contract_version` STRING,
    `attempts` INT NOT NULL,
    `topic` STRING NOT NULL,
    `partition` INT NOT NULL,
    `offset` BIGINT NOT NULL,
    `channel` STRING
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.receipts',
    'properties.bootstrap.servers' = '127.0.0.1:9092',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',
    'avro-confluent.schema' = '{"type":"record","name":"Receipt","namespace":"io.backstitch.schemas.wire","fields":[{"name":"receipt_id","type":"string"},{"name":"outcome","type":{"type":"enum","name":"Outcome","symbols":["ACCEPTED","DUPLICATE","FILTERED","ANNULLED","REFUSED"]}},{"name":"reason","type":["null","string"],"default":null},{"name":"kind","type":{"type":"enum","name":"OperationKind","symbols":["EVENT","IDENTIFY","MERGE","DELETE","NONE"]}},{"name":"event_name","type":["null","string"],"default":null},{"name":"event_id","type":["null","string"],"default":null},{"name":"ulid","type":["null","string"],"default":null},{"name":"source","type":"string"},{"name":"platform","type":["null","string"],"default":null},{"name":"person","type":["null","string"],"default":null},{"name":"person_seq","type":"long","default":0},{"name":"order_id","type":["null","string"],"default":null},{"name":"cart_id","type":["null","string"],"default":null},{"name":"value_minor","type":["null","long"],"default":null},{"name":"currency","type":["null","string"],"default":null},{"name":"event_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"kafka_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"accepted_time","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"lateness_ms","type":["null","long"],"default":null},{"name":"stitched","type":{"type":"enum","name":"Stitched","symbols":["KNOWN","HELD","EXPIRED","HANDOVER","NONE"]}},{"name":"contract_version","type":["null","string"],"default":null},{"name":"attempts","type":"int","default":0},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"channel","type":["null","string"],"default":null}]}'
);

CREATE TABLE dead_letters_topic (
    `dead_letter_id` STRING NOT NULL,
    `stage` STRING NOT NULL,
    `reason` STRING NOT NULL,
    `detail` STRING NOT NULL,
    `field` STRING,
    `event_id` STRING,
    `event_name` STRING,
    `ulid` STRING,
    `whole_record` BOOLEAN NOT NULL,
    `topic` STRING NOT NULL,
    `partition` INT NOT NULL,
    `offset` BIGINT NOT NULL,
    `kafka_time` TIMESTAMP(3) NOT NULL,
    `payload` BYTES NOT NULL,
    `payload_cut` BOOLEAN NOT NULL,
    `envelope` STRING,
    `record_value` BYTES,
    `operation` STRING
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.dead-letters',
    'properties.bootstrap.servers' = '127.0.0.1:9092',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',
    'avro-confluent.schema' = '{"type":"record","name":"DeadLetter","namespace":"io.backstitch.schemas.wire","fields":[{"name":"dead_letter_id","type":"string"},{"name":"stage","type":{"type":"enum","name":"Stage","symbols":["INGEST","NORMALISE","IDENTITY","PERSON","DELIVER"]}},{"name":"reason","type":"string"},{"name":"detail","type":"string"},{"name":"field","type":["null","string"],"default":null},{"name":"event_id","type":["null","string"],"default":null},{"name":"event_name","type":["null","string"],"default":null},{"name":"ulid","type":["null","string"],"default":null},{"name":"whole_record","type":"boolean"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"kafka_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"payload","type":"bytes"},{"name":"payload_cut","type":"boolean","default":false},{"name":"envelope","type":["null","string"],"default":null},{"name":"record_value","type":["null","bytes"],"default":null},{"name":"operation","type":["null","string"],"default":null}]}'
);

CREATE TABLE identity_audit_topic (
    `audit_id` STRING NOT NULL,
    `decision` STRING NOT NULL,
    `reason` STRING,
    `level` STRING NOT NULL,
    `identifier` STRING NOT NULL,
    `owner_level` STRING,
    `owner` STRING,
    `count` BIGINT NOT NULL,
    `event_id` STRING,
    `event_time` TIMESTAMP(3) NOT NULL,
    `kafka_time` TIMESTAMP(3) NOT NULL,
    `topic` STRING NOT NULL,
    `partition` INT NOT NULL,
    `offset` BIGINT NOT NULL
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.identity-audit',
    'properties.bootstrap.servers' = '127.0.0.1:9092',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',
    'avro-confluent.schema' = '{"type":"record","name":"IdentityAudit","namespace":"io.backstitch.schemas.wire","fields":[{"name":"audit_id","type":"string"},{"name":"decision","type":{"type":"enum","name":"Decision","symbols":["LINKED","CONFIRMED","REFUSED","HANDED_OVER","EXPIRED","REVISED","MERGE_NEEDED","SHARED","ALIASED","ERASED"]}},{"name":"reason","type":["null","string"],"default":null},{"name":"level","type":"string"},{"name":"identifier","type":"string"},{"name":"owner_level","type":["null","string"],"default":null},{"name":"owner","type":["null","string"],"default":null},{"name":"count","type":"long","default":1},{"name":"event_id","type":["null","string"],"default":null},{"name":"event_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"kafka_time","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"}]}'
);

CREATE TABLE balance_topic (
    `balance_id` STRING NOT NULL,
    `job_id` STRING NOT NULL,
    `checkpoint_id` BIGINT NOT NULL,
    `taken_at` TIMESTAMP(3) NOT NULL,
    `operator` STRING NOT NULL,
    `subtask` INT NOT NULL,
    `subtasks` INT NOT NULL,
    `cells` ARRAY<ROW<`topic` STRING NOT NULL, `hour` TIMESTAMP(3), `until` TIMESTAMP(3), `received` BIGINT NOT NULL, `accepted` BIGINT NOT NULL, `duplicates` BIGINT NOT NULL, `filtered` BIGINT NOT NULL, `dead_letters` BIGINT NOT NULL, `replayed` BIGINT NOT NULL, `held` BIGINT NOT NULL, `waiting` BIGINT NOT NULL, `pending` BIGINT NOT NULL, `passed_on` MAP<STRING NOT NULL, BIGINT NOT NULL> NOT NULL> NOT NULL> NOT NULL
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.audit',
    'properties.bootstrap.servers' = '127.0.0.1:9092',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',
    'avro-confluent.schema' = '{"type":"record","name":"BalanceAudit","namespace":"io.backstitch.schemas.wire","fields":[{"name":"balance_id","type":"string"},{"name":"job_id","type":"string"},{"name":"checkpoint_id","type":"long"},{"name":"taken_at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"operator","type":"string"},{"name":"subtask","type":"int"},{"name":"subtasks","type":"int"},{"name":"cells","type":{"type":"array","items":{"type":"record","name":"BalanceCell","fields":[{"name":"topic","type":"string"},{"name":"hour","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"until","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},{"name":"received","type":"long","default":0},{"name":"accepted","type":"long","default":0},{"name":"duplicates","type":"long","default":0},{"name":"filtered","type":"long","default":0},{"name":"dead_letters","type":"long","default":0},{"name":"replayed","type":"long","default":0},{"name":"held","type":"long","default":0},{"name":"waiting","type":"long","default":0},{"name":"pending","type":"long","default":0},{"name":"passed_on","type":{"type":"map","values":"long"},"default":{}}]}}}]}'
);

CREATE TABLE violations_topic (
    `violation_id` STRING NOT NULL,
    `event` STRING NOT NULL,
    `reason` STRING NOT NULL,
    `field` STRING,
    `expected` STRING NOT NULL,
    `found` STRING,
    `decision` STRING NOT NULL,
    `source` STRING NOT NULL,
    `count` INT NOT NULL,
    `contract_version` STRING NOT NULL,
    `topic` STRING NOT NULL,
    `partition` INT NOT NULL,
    `offset` BIGINT NOT NULL,
    `kafka_time` TIMESTAMP(3) NOT NULL
) WITH (
    'connector' = 'kafka',
    'topic' = 'backstitch.violations',
    'properties.bootstrap.servers' = '127.0.0.1:9092',
    'scan.startup.mode' = 'earliest-offset',
    'scan.bounded.mode' = 'latest-offset',
    'format' = 'avro-confluent',
    'avro-confluent.url' = 'http://127.0.0.1:8085/apis/ccompat/v7',
    'avro-confluent.schema' = '{"type":"record","name":"Violation","namespace":"io.backstitch.schemas.wire","fields":[{"name":"violation_id","type":"string"},{"name":"event","type":"string"},{"name":"reason","type":"string"},{"name":"field","type":["null","string"],"default":null},{"name":"expected","type":"string"},{"name":"found","type":["null","string"],"default":null},{"name":"decision","type":"string"},{"name":"source","type":"string"},{"name":"count","type":"int"},{"name":"contract_version","type":"string"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"kafka_time","type":{"type":"long","logicalType":"timestamp-millis"}}]}'
);

-- tables: end

-- The topics are written at least once: after a failure a fact may stand there again, under the same
-- id. Ask these views, in which it stands once.
CREATE VIEW receipts AS
SELECT *
FROM (
    SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY receipt_id ORDER BY accepted_time, attempts) AS nth
    FROM receipts_topic
)
WHERE nth = 1;

CREATE VIEW dead_letters AS
SELECT *
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY dead_letter_id ORDER BY kafka_time) AS nth
    FROM dead_letters_topic
)
WHERE nth = 1;

CREATE VIEW identity_audit AS
SELECT *
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY audit_id ORDER BY kafka_time) AS nth
    FROM identity_audit_topic
)
WHERE nth = 1;

CREATE VIEW violations AS
SELECT *
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY violation_id ORDER BY kafka_time) AS nth
    FROM violations_topic
)
WHERE nth = 1;

-- A checkpoint that failed may be taken again under its number: the record written last counts.
CREATE VIEW balance AS
SELECT *
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY balance_id ORDER BY taken_at DESC) AS nth
    FROM balance_topic
)
WHERE nth = 1;
