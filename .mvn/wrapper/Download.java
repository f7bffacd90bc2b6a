import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What ./mvnw uses where neither curl nor wget (or no sha256sum) is installed; run from source by
 * the JDK itself: {@code java Download.java get URL FILE} or {@code java Download.java sha256
 * FILE}.
 */
class Download {
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "get" -> get(URI.create(args[1]), Path.of(args[2]));
            case "sha256" -> System.out.println(sha256(Path.of(args[1])));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void get(URI from, Path to) throws Exception {
        if (from.getScheme().equals("file")) {
            Files.copy(Path.of(from), to);
            return;
        }
        HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(30))
                        .build();
        HttpResponse<Path> answer =
                client.send(
                        HttpRequest.newBuilder(from).build(), HttpResponse.BodyHandlers.ofFile(to));
        if (answer.statusCode() != 200) {
            Files.deleteIfExists(to);
            System.err.println(from + " answered " + answer.statusCode());
            System.exit(1);
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
