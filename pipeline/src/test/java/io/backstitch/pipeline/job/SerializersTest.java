package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever travels between operators or lies in state is written by a serializer we chose. */
class SerializersTest {
    @TempDir private Path dir;
    private StreamExecutionEnvironment env;

    @BeforeEach
    void buildTheGraph() throws IOException {
        env = BackstitchJob.assemble(JobConfig.in(dir), (ends, topics, wanted) -> wanted);
    }

    @Test
    void everyStreamHasASerializerOfItsOwn() {
        Map<String, String> unexpected = new TreeMap<>();
        int seen = 0;
        for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
            for (TypeSerializer<?> in : node.getTypeSerializersIn()) {
                seen += expect(node + " in", in, unexpected);
            }
            seen += expect(node + " out", node.getTypeSerializerOut(), unexpected);
            seen += expect(node + " key", node.getStateKeySerializer(), unexpected);
            for (StreamEdge edge : node.getOutEdges()) {
                if (edge.getOutputTag() != null) {
                    TypeInformation<?> type = edge.getOutputTag().getTypeInfo();
                    TypeSerializer<?> tagged =
                            type.createSerializer(env.getConfig().getSerializerConfig());
                    seen += expect(edge.toString(), tagged, unexpected);
                }
            }
        }
        assertThat(unexpected).isEmpty();
        assertThat(seen).isGreaterThan(40);
    }

    /** State is declared when an operator starts; there Flink refuses what would fall to Kryo. */
    @Test
    void generalPurposeSerializersAreRefused() {
        assertThat(env.getConfig().getSerializerConfig().hasGenericTypesDisabled()).isTrue();
        assertThatThrownBy(
                        () ->
                                TypeInformation.of(Object.class)
                                        .createSerializer(env.getConfig().getSerializerConfig()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Generic types have been disabled");
    }

    private static int expect(
            String where, TypeSerializer<?> serializer, Map<String, String> unexpected) {
        if (serializer == null) {
            return 0;
        }
        String name = serializer.getClass().getName();
        boolean ours = name.startsWith("io.backstitch.pipeline.");
        boolean plain = name.startsWith("org.apache.flink.api.common.typeutils.base.");
        boolean connectors =
                name.contains("CommittableMessage") || name.contains("SimpleVersioned");
        if (!ours && !plain && !connectors) {
            unexpected.put(where, name);
        }
        return 1;
    }
}
