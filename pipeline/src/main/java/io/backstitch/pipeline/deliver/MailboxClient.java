package io.backstitch.pipeline.deliver;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;

/** Brings answers to the subtask's own thread. */
final class MailboxClient implements CustomerIoClient {
    private final CustomerIoClient client;
    private final MailboxExecutor mailbox;

    MailboxClient(CustomerIoClient client, MailboxExecutor mailbox) {
        this.client = client;
        this.mailbox = mailbox;
    }

    @Override
    public void send(byte[] body, Consumer<Answer> then) {
        client.send(body, hop(then));
    }

    @Override
    public void lookUp(String idType, String value, Consumer<Answer> then) {
        client.lookUp(idType, value, hop(then));
    }

    private Consumer<Answer> hop(Consumer<Answer> then) {
        return answer -> {
            try {
                mailbox.execute(() -> then.accept(answer), "answer from Customer.io");
            } catch (RejectedExecutionException e) {
                // The subtask has ended; what was under way is in the last checkpoint.
            }
        };
    }

    @Override
    public boolean canLookUp() {
        return client.canLookUp();
    }

    @Override
    public void reloadSecrets() {
        client.reloadSecrets();
    }

    @Override
    public void close() {
        client.close();
    }
}
