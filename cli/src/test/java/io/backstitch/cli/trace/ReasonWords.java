package io.backstitch.cli.trace;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds the reason words in sources: every text that reaches a parameter named {@code reason},
 * directly, through a constant or a variable, through a condition, or as what a method returns.
 */
final class ReasonWords extends TreeScanner<Void, Void> {
    private static final String REASON = "reason";

    /** Name and number of arguments to positions of the parameter. */
    private final Map<String, Set<Integer>> doors = new HashMap<>();

    /** By file and name; those of methods that may be called from elsewhere by name alone. */
    private final Map<String, List<Said>> values = new HashMap<>();

    private final Map<String, List<Said>> returns = new HashMap<>();
    private final List<Said> given = new ArrayList<>();
    private String file;
    private boolean collecting;

    /** An expression and the file it stands in. */
    private record Said(String file, Tree expression) {}

    static Set<String> in(Path sources) throws IOException {
        List<CompilationUnitTree> units = parse(sources);
        ReasonWords words = new ReasonWords();
        words.scan(units, null);
        words.collecting = true;
        words.scan(units, null);
        Set<String> found = new TreeSet<>();
        Set<Tree> seen = new HashSet<>();
        words.given.forEach(said -> words.resolve(said, found, seen));
        return found;
    }

    private static List<CompilationUnitTree> parse(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java = all.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(java));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            return units;
        }
    }

    @Override
    public Void visitCompilationUnit(CompilationUnitTree unit, Void nothing) {
        file = unit.getSourceFile().getName();
        file = file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
        return super.visitCompilationUnit(unit, null);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        List<VariableTree> components = new ArrayList<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree field
                    && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
                components.add(field);
            } else if (member instanceof MethodTree method) {
                boolean constructor = method.getReturnType() == null;
                String name = (constructor ? type.getSimpleName() : method.getName()).toString();
                door(name, method.getParameters());
                collectReturns(method);
            }
        }
        if (type.getKind() == Tree.Kind.RECORD) {
            door(type.getSimpleName().toString(), components);
        }
        return super.visitClass(type, null);
    }

    private void door(String name, List<? extends VariableTree> parameters) {
        for (int i = 0; i < parameters.size() && !collecting; i++) {
            if (parameters.get(i).getName().contentEquals(REASON)) {
                doors.computeIfAbsent(name + "/" + parameters.size(), key -> new HashSet<>())
                        .add(i);
            }
        }
    }

    private void collectReturns(MethodTree method) {
        String name = method.getName() + "/" + method.getParameters().size();
        String key = method.getName().contentEquals(REASON) ? name : file + "." + name;
        if (collecting
                || method.getBody() == null
                || !"String".equals(String.valueOf(method.getReturnType()))) {
            return;
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitReturn(ReturnTree node, Void nothing) {
                returns.computeIfAbsent(key, k -> new ArrayList<>())
                        .add(new Said(file, node.getExpression()));
                return null;
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree node, Void nothing) {
                return null;
            }
        }.scan(method.getBody(), null);
    }

    @Override
    public Void visitVariable(VariableTree variable, Void nothing) {
        if (!collecting && variable.getInitializer() != null) {
            values.computeIfAbsent(file + "." + variable.getName(), key -> new ArrayList<>())
                    .add(new Said(file, variable.getInitializer()));
        }
        return super.visitVariable(variable, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
        give(name(call.getMethodSelect()), call.getArguments());
        return super.visitMethodInvocation(call, null);
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void nothing) {
        give(name(made.getIdentifier()), made.getArguments());
        return super.visitNewClass(made, null);
    }

    private void give(String name, List<? extends ExpressionTree> arguments) {
        if (collecting) {
            for (int position : doors.getOrDefault(name + "/" + arguments.size(), Set.of())) {
                given.add(new Said(file, arguments.get(position)));
            }
        }
    }

    private static String name(ExpressionTree expression) {
        return expression instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : expression.toString();
    }

    private void resolve(Said said, Set<String> found, Set<Tree> seen) {
        Tree expression = said.expression();
        if (!seen.add(expression)) {
            return;
        }
        List<Said> next = List.of();
        if (expression instanceof LiteralTree literal) {
            if (literal.getValue() instanceof String word) {
                found.add(word);
            }
        } else if (expression instanceof ParenthesizedTree inner) {
            next = List.of(new Said(said.file(), inner.getExpression()));
        } else if (expression instanceof ConditionalExpressionTree either) {
            next =
                    List.of(
                            new Said(said.file(), either.getTrueExpression()),
                            new Said(said.file(), either.getFalseExpression()));
        } else if (expression instanceof IdentifierTree identifier) {
            next = values.getOrDefault(said.file() + "." + identifier.getName(), List.of());
        } else if (expression instanceof MemberSelectTree constant) {
            next = values.getOrDefault(constant.toString(), List.of());
        } else if (expression instanceof MethodInvocationTree call) {
            String key = name(call.getMethodSelect()) + "/" + call.getArguments().size();
            next = returns.getOrDefault(key, List.of());
            next = next.isEmpty() ? returns.getOrDefault(said.file() + "." + key, next) : next;
        }
        next.forEach(one -> resolve(one, found, seen));
    }
}
