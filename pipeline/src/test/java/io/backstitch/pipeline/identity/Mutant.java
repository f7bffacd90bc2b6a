package io.backstitch.pipeline.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A rule of the pipeline broken on purpose: one of its sources with some text replaced, compiled in
 * memory and loaded beside the real classes. The pipeline itself knows nothing of it.
 *
 * @param rule what is broken
 * @param file source below {@code src/main/java/io/backstitch/pipeline}
 * @param texts text, replacement, text, replacement …; each text must occur exactly once
 */
record Mutant(String rule, String file, List<String> texts) {
    private static final Path SOURCES = Path.of("src/main/java/io/backstitch/pipeline");
    private static final String PACKAGE = "io.backstitch.pipeline.";

    static Mutant of(String rule, String file, String... texts) {
        return new Mutant(rule, file, List.of(texts));
    }

    @Override
    public String toString() {
        return rule;
    }

    /** An instance of a public class of the tests, in a world where the rule is broken. */
    Object load(String className) throws Exception {
        ClassLoader loader = new Loader(compile());
        return loader.loadClass(className).getConstructor().newInstance();
    }

    private String source() throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        for (int i = 0; i < texts.size(); i += 2) {
            String text = texts.get(i);
            int at = source.indexOf(text);
            if (at < 0 || source.indexOf(text, at + 1) >= 0) {
                throw new AssertionError(
                        "The mutant '"
                                + rule
                                + "' is out of date: "
                                + file
                                + " must contain this text exactly once:\n"
                                + text);
            }
            source = source.replace(text, texts.get(i + 1));
        }
        return source;
    }

    private Map<String, byte[]> compile() throws IOException {
        if (file.isEmpty()) {
            return Map.of();
        }
        String source = source();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (Classes classes = new Classes(compiler.getStandardFileManager(null, null, null))) {
            JavaFileObject unit =
                    new SimpleJavaFileObject(
                            URI.create("memory:///" + file), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignore) {
                            return source;
                        }
                    };
            List<String> options =
                    List.of(
                            "-proc:none",
                            "-nowarn",
                            "-classpath",
                            System.getProperty("java.class.path"));
            if (!compiler.getTask(messages, classes, null, options, null, List.of(unit)).call()) {
                throw new AssertionError("The mutant '" + rule + "' is no Java:\n" + messages);
            }
            return classes.bytes();
        }
    }

    /** Takes what the compiler writes. */
    private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Classes(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(name, bytes);
                    return bytes;
                }
            };
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> bytes = new HashMap<>();
            written.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
            return bytes;
        }
    }

    /** Loads the pipeline and its tests anew, the mutated classes among them. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> mutated;

        Loader(Map<String, byte[]> mutated) {
            super(Mutant.class.getClassLoader());
            this.mutated = mutated;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(PACKAGE)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = mutated.get(name);
            String path = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(path)) {
                if (bytes == null && in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] all = bytes == null ? in.readAllBytes() : bytes;
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
