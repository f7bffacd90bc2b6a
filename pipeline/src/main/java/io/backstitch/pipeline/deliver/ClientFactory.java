package io.backstitch.pipeline.deliver;

import java.io.IOException;
import java.io.Serializable;

/** Makes a subtask's client when it opens. */
interface ClientFactory extends Serializable {
    CustomerIoClient create(DeliverSettings settings) throws IOException;
}
