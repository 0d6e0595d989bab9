package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives out a file: whole, in part, or only the news that it has not changed. */
final class FileAnswer {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    private FileAnswer() {}

    static Future<?> send(HttpServerRequest request, StaticFiles.Found.File file) {
        HttpServerResponse response = request.response();
        request.resume();
        response.putHeader("etag", file.tag());
        file.policy().headers().forEach(response::putHeader);
        long expires = file.policy().expiresSeconds();
        if (expires != 0) {
            response.putHeader("cache-control", expires < 0 ? "no-cache" : "max-age=" + expires);
        }
        if (file.tag().equals(request.getHeader("if-none-match"))) {
            return response.setStatusCode(304).end();
        }
        long size = size(file);
        String type = MimeMapping.mimeTypeForFilename(file.path().getFileName().toString());
        response.putHeader("content-type", type == null ? "application/octet-stream" : withCharset(type));
        response.putHeader("accept-ranges", "bytes");
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("range")));
        long first = 0;
        long last = size - 1;
        boolean part =
                range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty());
        if (part) {
            if (range.group(1).isEmpty()) {
                first = Math.max(0, size - Long.parseLong(range.group(2)));
            } else {
                first = Long.parseLong(range.group(1));
                last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
            }
            if (first > last) {
                return response.setStatusCode(416)
                        .putHeader("content-range", "bytes */" + size)
                        .end();
            }
            response.setStatusCode(206).putHeader("content-range", "bytes " + first + "-" + last + "/" + size);
        }
        long length = last - first + 1;
        response.putHeader("content-length", Long.toString(length));
        if (request.method() == HttpMethod.HEAD || length == 0) {
            return response.end();
        }
        return response.sendFile(file.path().toString(), first, length);
    }

    private static String withCharset(String type) {
        return type.startsWith("text/") || type.equals("application/javascript") ? type + "; charset=utf-8" : type;
    }

    private static long size(StaticFiles.Found.File file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
