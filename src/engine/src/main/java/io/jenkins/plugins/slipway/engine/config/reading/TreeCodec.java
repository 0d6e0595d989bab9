package io.jenkins.plugins.slipway.engine.config.reading;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes and reads trees as bytes without a JSON mapper, whose loading alone would take longer than the rest. */
final class TreeCodec {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TreeCodec() {}

    static void write(JsonNode node, DataOutput out) throws IOException {
        if (node.isObject()) {
            out.writeByte('{');
            out.writeInt(node.size());
            for (var member : node.properties()) {
                writeText(member.getKey(), out);
                write(member.getValue(), out);
            }
        } else if (node.isArray()) {
            out.writeByte('[');
            out.writeInt(node.size());
            for (JsonNode item : node) {
                write(item, out);
            }
        } else if (node.isString()) {
            out.writeByte('s');
            writeText(node.asString(), out);
        } else if (node.isBoolean()) {
            out.writeByte(node.booleanValue() ? 't' : 'f');
        } else if (node.isInt()) {
            out.writeByte('i');
            out.writeInt(node.intValue());
        } else if (node.isLong()) {
            out.writeByte('l');
            out.writeLong(node.longValue());
        } else if (node.isDouble()) {
            out.writeByte('d');
            out.writeDouble(node.doubleValue());
        } else if (node.isBigInteger()) {
            out.writeByte('b');
            writeText(node.bigIntegerValue().toString(), out);
        } else if (node.isNull()) {
            out.writeByte('n');
        } else {
            throw new IOException("a tree of configuration holds no " + node.getNodeType());
        }
    }

    static JsonNode read(DataInput in) throws IOException {
        char kind = (char) in.readByte();
        return switch (kind) {
            case '{' -> {
                ObjectNode object = JSON.objectNode();
                for (int left = in.readInt(); left > 0; left--) {
                    String name = readText(in);
                    object.set(name, read(in));
                }
                yield object;
            }
            case '[' -> {
                ArrayNode array = JSON.arrayNode();
                for (int left = in.readInt(); left > 0; left--) {
                    array.add(read(in));
                }
                yield array;
            }
            case 's' -> JSON.stringNode(readText(in));
            case 't' -> JSON.booleanNode(true);
            case 'f' -> JSON.booleanNode(false);
            case 'i' -> JSON.numberNode(in.readInt());
            case 'l' -> JSON.numberNode(in.readLong());
            case 'd' -> JSON.numberNode(in.readDouble());
            case 'b' -> JSON.numberNode(new BigInteger(readText(in)));
            case 'n' -> JSON.nullNode();
            default -> throw new IOException("unknown kind of value: " + kind);
        };
    }

    static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > 1 << 24) {
            throw new IOException("a text of " + length + " bytes cannot be");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
