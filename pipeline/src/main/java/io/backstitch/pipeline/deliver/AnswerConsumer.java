package io.backstitch.pipeline.deliver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Collects an answer, of its body no more than can mean anything: whoever stands where Customer.io
 * should may send without end.
 */
final class AnswerConsumer extends AbstractBinResponseConsumer<Answer> {
    /** A thousand operations with several refusals each stay far below. */
    static final int LONGEST_BODY = 1 << 20;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private String retryAfter;

    @Override
    protected void start(HttpResponse response, ContentType type) {
        status = response.getCode();
        Header header = response.getFirstHeader("Retry-After");
        retryAfter = header == null ? null : header.getValue();
    }

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected void data(ByteBuffer source, boolean end) {
        byte[] bytes = new byte[Math.min(source.remaining(), LONGEST_BODY - body.size())];
        source.get(bytes);
        body.writeBytes(bytes);
        source.position(source.limit());
    }

    @Override
    protected Answer buildResult() {
        return Answer.of(status, retryAfter, body.toByteArray());
    }

    @Override
    public void releaseResources() {
        body.reset();
    }
}
