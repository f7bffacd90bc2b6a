package io.backstitch.pipeline.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * The whole topology on a small cluster, from mParticle batches to the Customer.io stand-in. Short
 * forms of input: one event per batch.
 */
final class SandboxRun {
    private static final long ARRIVAL = 1_795_428_000_000L;

    private final List<RawRecord> input = new ArrayList<>();
    private final CustomerIoSandbox sandbox;
    private final Configuration config;
    final List<Receipt> receipts = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final List<IdentityAudit> audits = new ArrayList<>();

    SandboxRun(CustomerIoSandbox sandbox, Path dir) throws Exception {
        this.sandbox = sandbox;
        this.config = JobConfig.in(dir);
        config.setString("customerio.track-url", sandbox.uri().toString());
        config.setString("customerio.site-id", sandbox.options().siteId());
        config.setString("deliver.linger", "0 ms");
        secret(dir, "customerio.api-key-file", sandbox.options().apiKey());
        secret(dir, "customerio.app-api-key-file", sandbox.options().appApiToken());
    }

    private void secret(Path dir, String option, String value) throws Exception {
        Path file = Files.writeString(dir.resolve(option), value, UTF_8);
        config.setString(option, file.toString());
    }

    SandboxRun with(String option, String value) {
        config.setString(option, value);
        return this;
    }

    SandboxRun without(String option) {
        config.removeKey(option);
        return this;
    }

    /** A product is viewed on a device, with identities as {@code type, value}. */
    SandboxRun view(int second, String device, String... identities) {
        return batch(second, device, "product_viewed", "\"product_id\":\"p1\"", "", identities);
    }

    SandboxRun batch(
            int second,
            String device,
            String event,
            String properties,
            String attributes,
            String... identities) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < identities.length; i += 2) {
            all.append(all.length() == 0 ? "" : ",")
                    .append("{\"identity_type\":\"")
                    .append(identities[i])
                    .append("\",\"identity\":\"")
                    .append(identities[i + 1])
                    .append("\"}");
        }
        long time = ARRIVAL + second * 1000L;
        String json =
                "{\"mp_deviceid\":\"%s\",\"timestamp_unixtime_ms\":%d,\"user_attributes\":{%s},"
                        + "\"user_identities\":[%s],\"events\":[{\"event_type\":\"custom_event\","
                        + "\"data\":{\"event_name\":\"%s\",\"timestamp_unixtime_ms\":%d,"
                        + "\"source_message_id\":\"m%d\",\"custom_attributes\":{%s}}}]}";
        input.add(
                new RawRecord(
                        "mparticle.batches",
                        0,
                        input.size(),
                        time,
                        null,
                        json.formatted(
                                        device,
                                        time,
                                        attributes,
                                        all,
                                        event,
                                        time,
                                        input.size(),
                                        properties)
                                .getBytes(UTF_8)));
        return this;
    }

    /** Runs to the end of the input; all of it must have been usable. */
    SandboxRun run() throws Exception {
        List<String> faults = new ArrayList<>();
        PipelineSettings settings = PipelineSettings.from(config, faults);
        assertThat(faults).isEmpty();
        Configuration flink = new Configuration();
        flink.setString("pipeline.generic-types", "false");
        flink.setString("pipeline.object-reuse", "true");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(2, flink);
        List<CloseableIterator<?>> open = new ArrayList<>();
        Topology.build(
                env.fromData(input, RawRecord.TYPE).setParallelism(1),
                settings,
                new Sinks(
                        stream -> collect(stream, open),
                        stream -> collect(stream, open),
                        stream -> collect(stream, open),
                        balance -> {}));
        env.execute("sandbox run");
        open.get(0).forEachRemaining(receipt -> receipts.add((Receipt) receipt));
        open.get(1).forEachRemaining(letter -> deadLetters.add((DeadLetter) letter));
        open.get(2).forEachRemaining(audit -> audits.add((IdentityAudit) audit));
        assertThat(deadLetters).isEmpty();
        sandbox.settle();
        return this;
    }

    private static <T> void collect(DataStream<T> stream, List<CloseableIterator<?>> into) {
        into.add(stream.collectAsync());
    }

    /** Names of the events of a person, in the order of acceptance. */
    List<String> events(PersonView person) {
        return sandbox.activity(person.cioId()).stream()
                .filter(activity -> activity.name() != null)
                .map(Activity::name)
                .toList();
    }

    /** What another system told Customer.io before: v2 operations, with single quotes. */
    static void before(CustomerIoSandbox sandbox, String... operations) throws Exception {
        String credentials = sandbox.options().siteId() + ":" + sandbox.options().apiKey();
        String body = "{'batch':[" + String.join(",", operations) + "]}";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(sandbox.uri() + "/api/v2/batch"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** An identify with one attribute, long ago. */
    static String profile(String type, String value, String attribute) {
        return ("{'type':'person','action':'identify','timestamp':1700000000,'identifiers':"
                        + "{'%s':'%s'},'attributes':{'%s':'there before'}}")
                .formatted(type, value, attribute);
    }

    static List<Map.Entry<String, String>> identifiers(CustomerIoSandbox sandbox) {
        return sandbox.people().stream()
                .map(
                        person ->
                                Map.entry(
                                        String.valueOf(person.id()),
                                        String.valueOf(person.email())))
                .toList();
    }
}
