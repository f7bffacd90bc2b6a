package io.backstitch.sandbox.customerio;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The Track API: credentials, the soft limit of requests, and the way to v1 or v2. */
final class TrackApi {

    private final SandboxOptions options;
    private final Workspace workspace;
    private final TrackV1 v1;
    private final TrackV2 v2;

    TrackApi(SandboxOptions options, Workspace workspace) {
        this.options = options;
        this.workspace = workspace;
        v1 = new TrackV1(options, workspace);
        v2 = new TrackV2(options, workspace);
    }

    Reply handle(Request request, Ticket ticket) {
        if (!authorised(request.authorization())) {
            return Reply.UNAUTHORIZED;
        }
        if (workspace.isOverLimit(options.maxRequestsPerSecond)) {
            return Reply.metaError(429, "too many requests");
        }
        List<String> path = request.path();
        if (path.size() < 3) {
            return Reply.NOT_FOUND;
        }
        if (path.get(1).equals("v1")) {
            return v1.handle(request, path.subList(2, path.size()), ticket);
        }
        String route = request.method() + " " + String.join("/", path);
        return switch (route) {
            case "POST api/v2/batch" -> v2.batch(request.body(), ticket);
            case "POST api/v2/entity" -> v2.entity(request.body(), ticket);
            default -> Reply.NOT_FOUND;
        };
    }

    /** Basic authentication; the token may be in either Base64 alphabet, as SDKs send both. */
    private boolean authorised(String header) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        String token = header.substring(6).strip().replace('-', '+').replace('_', '/');
        try {
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            return pair.equals(options.siteId + ":" + options.apiKey);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
