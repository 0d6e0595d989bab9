package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.files.ContentTypes;
import io.jenkins.plugins.slipway.host.router.files.FileTransfer;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedNioFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives out a file: whole, in part, or only the news that it has not changed. */
final class FileResponse {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
    private static final int PIECE = 64 << 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private FileResponse() {}

    /** Which bytes are sent. */
    private record Part(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    static void send(Exchange exchange, StaticFiles.Found.File file) {
        HttpRequest request = exchange.request();
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = head.headers();
        if (file.instead()) {
            // Nothing of it is about the address that was asked for: no part, no tag, no time to keep it.
            head.setStatus(HttpResponseStatus.NOT_FOUND);
            exchange.facts().answered();
            headers.set(
                    HttpHeaderNames.CONTENT_TYPE,
                    ContentTypes.of(file.path().getFileName().toString()));
            own(file, headers);
            body(exchange, head, file, new Part(0, file.size() - 1));
            return;
        }
        headers.set(HttpHeaderNames.ETAG, file.tag());
        headers.set(HttpHeaderNames.LAST_MODIFIED, http(file.modified()));
        long expires = file.policy().expiresSeconds();
        if (expires != 0) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, expires < 0 ? "no-cache" : "max-age=" + expires);
        }
        exchange.facts().answered();
        if (unchanged(request.headers(), file)) {
            own(file, headers);
            head.setStatus(HttpResponseStatus.NOT_MODIFIED);
            whole(exchange, head);
            return;
        }
        headers.set(
                HttpHeaderNames.CONTENT_TYPE,
                ContentTypes.of(file.path().getFileName().toString()));
        headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        own(file, headers);
        Part part = part(request.headers(), file);
        if (part == null) {
            part = new Part(0, file.size() - 1);
        } else if (part.first() > part.last()) {
            head.setStatus(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
            headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + file.size());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
            whole(exchange, head);
            return;
        } else {
            head.setStatus(HttpResponseStatus.PARTIAL_CONTENT);
            headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + file.size());
        }
        body(exchange, head, file, part);
    }

    private static void body(Exchange exchange, HttpResponse head, StaticFiles.Found.File file, Part part) {
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, part.length());
        if (exchange.traits().toHead() || part.length() == 0) {
            whole(exchange, head);
        } else {
            stream(exchange, head, file, part);
        }
    }

    private static void whole(Exchange exchange, HttpResponse head) {
        exchange.begin(head, true);
        exchange.client().write(LastHttpContent.EMPTY_LAST_CONTENT);
        exchange.done();
    }

    private static void stream(Exchange exchange, HttpResponse head, StaticFiles.Found.File found, Part part) {
        ClientConnection client = exchange.client();
        FileChannel channel;
        try {
            channel = FileChannel.open(found.path());
        } catch (IOException e) {
            exchange.say(new OwnResponses.Plain(404, "There is no such file."));
            return;
        }
        exchange.begin(head, true);
        Object body;
        try {
            if (client.peer().secure()) {
                ChunkedNioFile file = new ChunkedNioFile(channel, part.first(), part.length(), PIECE);
                exchange.sending(new FileTransfer(file::currentOffset));
                body = file;
            } else {
                DefaultFileRegion region = new DefaultFileRegion(channel, part.first(), part.length());
                exchange.sending(new FileTransfer(region::transferred));
                body = region;
            }
        } catch (IOException e) {
            exchange.abort();
            return;
        }
        client.channel()
                .write(body)
                .addListener(sent -> client.loop().run(() -> {
                    if (sent.isSuccess()) {
                        exchange.facts().sent(part.length());
                    } else {
                        exchange.abort();
                    }
                }));
        client.channel()
                .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(sent -> client.loop().run(() -> {
                    if (sent.isSuccess()) {
                        exchange.done();
                    } else {
                        exchange.abort();
                    }
                }));
    }

    private static void own(StaticFiles.Found.File file, HttpHeaders headers) {
        file.policy().headers().forEach(headers::set);
    }

    private static boolean unchanged(HttpHeaders asked, StaticFiles.Found.File file) {
        String tags = asked.get(HttpHeaderNames.IF_NONE_MATCH);
        if (tags != null) {
            for (String tag : tags.split(",")) {
                String plain = tag.strip();
                if (plain.equals("*") || plain.equals(file.tag()) || plain.equals("W/" + file.tag())) {
                    return true;
                }
            }
            return false;
        }
        Instant since = instant(asked.get(HttpHeaderNames.IF_MODIFIED_SINCE));
        return since != null && !seconds(file.modified()).isAfter(since);
    }

    /** The part that is asked for, null for all; one that begins behind its end cannot be had. */
    private static @Nullable Part part(HttpHeaders asked, StaticFiles.Found.File file) {
        Matcher range = RANGE.matcher(String.valueOf(asked.get(HttpHeaderNames.RANGE)));
        boolean any =
                range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty());
        String condition = asked.get(HttpHeaderNames.IF_RANGE);
        if (!any || (condition != null && !condition.equals(file.tag()) && !condition.equals(http(file.modified())))) {
            return null;
        }
        long last = file.size() - 1;
        if (range.group(1).isEmpty()) {
            long length = Long.parseLong(range.group(2));
            return length == 0 ? new Part(1, 0) : new Part(Math.max(0, file.size() - length), last);
        }
        long first = Long.parseLong(range.group(1));
        if (!range.group(2).isEmpty()) {
            long asLast = Long.parseLong(range.group(2));
            if (asLast < first) {
                return null;
            }
            last = Math.min(last, asLast);
        }
        return first >= file.size() ? new Part(1, 0) : new Part(first, last);
    }

    private static String http(Instant time) {
        return TIME.format(seconds(time));
    }

    private static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
