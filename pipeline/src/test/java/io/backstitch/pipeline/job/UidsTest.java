package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.identity.IdentityOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of state in savepoints. A failure here means that a released job's savepoint would no
 * longer be found: never change a line, only add.
 */
class UidsTest {
    private static final List<String> PINNED =
            List.of(
                    "Sink Committer: sink-balance",
                    "Sink Committer: sink-dead-letters",
                    "Sink Committer: sink-identity-audit",
                    "Sink Committer: sink-receipts",
                    "Sink Committer: sink-violations",
                    "deliver-anonymous",
                    "alias-gate",
                    "deliver-customer_id",
                    "deliver-email",
                    "entry-aliases",
                    "entry-anonymous_id",
                    "entry-cart_id",
                    "entry-customer_id",
                    "entry-email",
                    "entry-order_id",
                    "fenced-anonymous-to-customer_id",
                    "fenced-anonymous-to-email",
                    "fenced-email-to-customer_id",
                    "gate",
                    "identity-anonymous_id",
                    "identity-cart_id",
                    "identity-customer_id",
                    "identity-email",
                    "identity-order_id",
                    "ingest",
                    "sink-balance",
                    "sink-dead-letters",
                    "sink-identity-audit",
                    "sink-receipts",
                    "sink-violations",
                    "source");

    @TempDir private Path dir;
    private StreamGraph graph;
    private final Map<String, StreamNode> byUid = new TreeMap<>();

    @BeforeEach
    void buildTheGraph() throws IOException {
        graph =
                BackstitchJob.assemble(JobConfig.in(dir), (ends, topics, wanted) -> wanted)
                        .getStreamGraph();
        for (StreamNode node : graph.getStreamNodes()) {
            byUid.put(String.valueOf(node.getTransformationUID()), node);
        }
    }

    @Test
    void everyOperatorHasItsPinnedUid() {
        assertThat(graph.getStreamNodes()).hasSize(byUid.size());
        assertThat(byUid.keySet()).containsExactlyInAnyOrderElementsOf(PINNED);
    }

    @Test
    void aliasLevelsStandInTheStaircaseTwice() throws IOException {
        Configuration config = JobConfig.in(dir);
        config.set(IdentityOptions.ALIAS_LEVELS, List.of("customer_id"));
        Set<String> uids = new TreeSet<>();
        for (StreamNode node :
                BackstitchJob.assemble(config, (ends, topics, wanted) -> wanted)
                        .getStreamGraph()
                        .getStreamNodes()) {
            uids.add(node.getTransformationUID());
        }
        uids.removeAll(PINNED);
        assertThat(uids)
                .containsExactlyInAnyOrder(
                        "aliases-of-customer_id",
                        "identity-customer_id+",
                        "deliver-customer_id+",
                        "fenced-anonymous-to-customer_id+",
                        "fenced-email-to-customer_id+",
                        "fenced-customer_id-to-customer_id+");
    }

    @Test
    void commandsReachEveryDeliveryAndNothingElse() throws IOException {
        Configuration config = JobConfig.in(dir);
        config.setString("kafka.control-topic", "control");
        StreamGraph controlled =
                BackstitchJob.assemble(config, (ends, topics, wanted) -> wanted).getStreamGraph();
        Map<String, StreamNode> nodes = new TreeMap<>();
        for (StreamNode node : controlled.getStreamNodes()) {
            nodes.put(String.valueOf(node.getTransformationUID()), node);
        }
        assertThat(nodes.get("control-source").getParallelism()).isEqualTo(1);
        Set<String> heard = new TreeSet<>();
        for (StreamEdge edge : nodes.get("control").getOutEdges()) {
            heard.add(controlled.getStreamNode(edge.getTargetId()).getTransformationUID());
        }
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "deliver-anonymous",
                        "deliver-customer_id",
                        "deliver-email",
                        "sink-dead-letters");
        nodes.keySet().removeAll(PINNED);
        assertThat(nodes.keySet()).containsExactlyInAnyOrder("control", "control-source");
    }

    @Test
    void theKeyGroupsOfStateAreFixed() {
        assertThat(byUid.get("identity-customer_id").getMaxParallelism()).isEqualTo(128);
    }

    @Test
    void anEventOfAKnownDevicePassesTwoKeyedExchangesAndItsLane() {
        List<List<String>> keyed = new ArrayList<>();
        paths(byUid.get(Uids.SOURCE), List.of(), keyed);
        assertThat(keyed)
                .contains(
                        List.of(
                                Uids.identity("anonymous_id"),
                                Uids.identity("customer_id"),
                                "deliver-customer_id"));
    }

    /** Collects the ways to the highest lane, as the operators they enter by key. */
    private void paths(StreamNode from, List<String> keyed, List<List<String>> into) {
        if ("deliver-customer_id".equals(from.getTransformationUID())) {
            into.add(keyed);
            return;
        }
        for (StreamEdge edge : from.getOutEdges()) {
            StreamNode to = graph.getStreamNode(edge.getTargetId());
            List<String> next = new ArrayList<>(keyed);
            if (edge.getPartitioner() instanceof KeyGroupStreamPartitioner) {
                next.add(to.getTransformationUID());
            }
            paths(to, next, into);
        }
    }
}
