package io.backstitch.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;

/**
 * A session in which one question is asked: the common tables as defined, with the command line's
 * wishes set over them by statements that anybody could write into such a session.
 */
final class Session {
    private static final String DEFAULTS = "defaults";
    private static final String ARGUMENTS = "arguments";

    private final TableEnvironment tables;

    private Session(TableEnvironment tables) {
        this.tables = tables;
    }

    /**
     * @param settings of the question's file; they win over those of the tables' file
     * @throws IllegalArgumentException if there is no such argument
     */
    static Session open(Script definitions, Map<String, String> settings, Wishes wishes) {
        Map<String, String> all = new LinkedHashMap<>(definitions.settings());
        all.putAll(settings);
        // Flink starts a cluster within this process; nobody else has business there.
        all.put("rest.bind-address", "127.0.0.1");
        all.put("rest.bind-port", "0");
        TableEnvironment tables =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance()
                                .withConfiguration(Configuration.fromMap(all))
                                .build());
        Session session = new Session(tables);
        definitions.statements().forEach(tables::executeSql);
        session.redirect(wishes);
        if (!wishes.arguments().isEmpty()) {
            session.answerWith(wishes.arguments());
        }
        return session;
    }

    TableResult execute(String statement) {
        return tables.executeSql(statement);
    }

    /** Names of a query's columns. */
    List<String> columns(String query) {
        return tables.sqlQuery(query).getResolvedSchema().getColumnNames();
    }

    String explain(String query) {
        return tables.explainSql(query);
    }

    private void redirect(Wishes wishes) {
        Set<String> names = new TreeSet<>(List.of(tables.listTables()));
        names.removeAll(List.of(tables.listViews()));
        for (String name : names) {
            Map<String, String> options = new LinkedHashMap<>();
            put(options, "properties.bootstrap.servers", wishes.bootstrap());
            put(options, "avro-confluent.url", wishes.registry());
            if (wishes.since() != null) {
                put(options, "scan.startup.mode", "timestamp");
                put(options, "scan.startup.timestamp-millis", wishes.since().toString());
            }
            put(options, "scan.bounded.mode", wishes.follow() ? "unbounded" : null);
            if (!options.isEmpty() && "kafka".equals(connector(name))) {
                String list =
                        options.entrySet().stream()
                                .map(o -> text(o.getKey()) + " = " + text(o.getValue()))
                                .collect(Collectors.joining(", "));
                tables.executeSql("ALTER TABLE `" + name + "` SET (" + list + ")");
            }
        }
    }

    private static void put(Map<String, String> options, String key, String value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    private String connector(String table) {
        ObjectPath path = new ObjectPath(tables.getCurrentDatabase(), table);
        try {
            return tables.getCatalog(tables.getCurrentCatalog())
                    .orElseThrow()
                    .getTable(path)
                    .getOptions()
                    .get("connector");
        } catch (TableNotExistException e) {
            throw new IllegalStateException(table + " was listed and is not there", e);
        }
    }

    private void answerWith(Map<String, String> arguments) {
        ResolvedSchema known = tables.from(DEFAULTS).getResolvedSchema();
        if (!known.getColumnNames().containsAll(arguments.keySet())) {
            throw new IllegalArgumentException(
                    "--set knows "
                            + String.join(", ", known.getColumnNames())
                            + "; found "
                            + String.join(", ", arguments.keySet())
                            + ".");
        }
        String columns =
                known.getColumns().stream()
                        .map(column -> argument(column, arguments.get(column.getName())))
                        .collect(Collectors.joining(", "));
        tables.executeSql(
                "ALTER VIEW " + ARGUMENTS + " AS SELECT " + columns + " FROM " + DEFAULTS);
    }

    private static String argument(Column column, String value) {
        String type = column.getDataType().getLogicalType().copy(true).asSerializableString();
        return value == null
                ? "`" + column.getName() + "`"
                : "CAST(" + text(value) + " AS " + type + ") AS `" + column.getName() + "`";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
