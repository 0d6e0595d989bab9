package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No request hides in another, and none is read in two ways. */
class SmugglingTest {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private NettyRouter router;
    private Backend backend;

    @BeforeEach
    void start() throws Exception {
        router = NettyRouter.listen("127.0.0.1", 0);
        backend = new Backend((in, out) -> {
            while (true) {
                String head = Backend.head(in);
                heads.add(head);
                Matcher length = LENGTH.matcher(head);
                if (length.find()) {
                    in.readNBytes(Integer.parseInt(length.group(1)));
                } else if (head.toLowerCase().contains("chunked")) {
                    String line = "";
                    while (!line.equals("0")) {
                        line = line(in);
                        in.readNBytes(Integer.parseInt(line, 16) + 2);
                    }
                }
                Backend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
        Wire.serve(router, backend);
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        router.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a length and an encoding|POST / HTTP/1.1~Host: shop~Content-Length: 44~Transfer-Encoding: chunked~~0~~GET /smuggled HTTP/1.1~Host: shop~~|400",
                "an encoding and a length|POST / HTTP/1.1~Host: shop~Transfer-Encoding: chunked~Content-Length: 3~~0~~|400",
                "two lengths|POST / HTTP/1.1~Host: shop~Content-Length: 5~Content-Length: 6~~123456|400",
                "the same length twice|POST / HTTP/1.1~Host: shop~Content-Length: 5~Content-Length: 5~~12345|400",
                "lengths in one header|POST / HTTP/1.1~Host: shop~Content-Length: 5, 5~~12345|400",
                "a signed length|POST / HTTP/1.1~Host: shop~Content-Length: +5~~12345|400",
                "a negative length|POST / HTTP/1.1~Host: shop~Content-Length: -5~~12345|400",
                "a hexadecimal length|POST / HTTP/1.1~Host: shop~Content-Length: 0x5~~12345|400",
                "a huge length|POST / HTTP/1.1~Host: shop~Content-Length: 99999999999999999999~~|400",
                "another encoding|POST / HTTP/1.1~Host: shop~Transfer-Encoding: xchunked~~0~~|400",
                "two encodings|POST / HTTP/1.1~Host: shop~Transfer-Encoding: chunked~Transfer-Encoding: identity~~0~~|400",
                "a list of encodings|POST / HTTP/1.1~Host: shop~Transfer-Encoding: gzip, chunked~~0~~|400",
                "an encoding and a quiet one|POST / HTTP/1.1~Host: shop~Transfer-Encoding: chunked, identity~~0~~|400",
                "an encoding behind a tabulator|POST / HTTP/1.1~Host: shop~Transfer-Encoding:\\tchunked\\x0b~~0~~|400",
                "a folded encoding|POST / HTTP/1.1~Host: shop~Transfer-Encoding:~ chunked~~0~~|400",
                "a blank before the colon|POST / HTTP/1.1~Host: shop~Transfer-Encoding : chunked~~0~~|400",
                "chunks in HTTP/1.0|POST / HTTP/1.0~Host: shop~Transfer-Encoding: chunked~~0~~|400",
                "bare line feeds|GET / HTTP/1.1\\nHost: shop\\n\\n|400",
                "a bare line feed in a header|GET / HTTP/1.1~X: a\\nHost: shop~~|400",
                "a bare carriage return|GET / HTTP/1.1~X: a\\rHost: other~Host: shop~~|400",
                "a zero in a header|GET / HTTP/1.1~Host: shop~X: a\\x00b~~|400",
                "a header without a colon|GET / HTTP/1.1~Host: shop~nonsense~~|400",
                "a header without a name|GET / HTTP/1.1~Host: shop~: x~~|400",
                "no host|GET / HTTP/1.1~X: y~~|400",
                "an empty host|GET / HTTP/1.1~Host:~~|400",
                "two hosts|GET / HTTP/1.1~Host: shop~Host: other~~|400",
                "a host that is none|GET / HTTP/1.1~Host: shop/x~~|400",
                "a host with a user|GET / HTTP/1.1~Host: me@shop~~|400",
                "another host in the address|GET http://other/ HTTP/1.1~Host: shop~~|400",
                "an address of another scheme|GET ftp://shop/ HTTP/1.1~Host: shop~~|400",
                "an address without a slash|GET x HTTP/1.1~Host: shop~~|400",
                "a fragment in the address|GET /a#b HTTP/1.1~Host: shop~~|400",
                "a control character in the address|GET /a\\x01b HTTP/1.1~Host: shop~~|400",
                "a version to come|GET / HTTP/3.0~Host: shop~~|505",
                "no version|GET /~Host: shop~~|400",
                "another protocol|PRI * HTTP/2.0~~SM~~|505",
                "a tunnel|CONNECT shop:443 HTTP/1.1~Host: shop:443~~|405",
                "an echo|TRACE / HTTP/1.1~Host: shop~~|405",
                "nonsense|what is this~~|400",
                "a leading zero byte|\\x00GET / HTTP/1.1~Host: shop~~|400",
                "a leading blank|\\x20GET / HTTP/1.1~Host: shop~~|400",
                "a leading tabulator|\\tGET / HTTP/1.1~Host: shop~~|400",
                "two empty lines before it|~~GET / HTTP/1.1~Host: shop~~|400",
                "a bare line feed before it|\\nGET / HTTP/1.1~Host: shop~~|400",
                "a bare return before it|\\rGET / HTTP/1.1~Host: shop~~|400",
                "two blanks before the address|GET  / HTTP/1.1~Host: shop~~|400",
                "two blanks behind the address|GET /  HTTP/1.1~Host: shop~~|400",
                "a tabulator before the address|GET\\t/ HTTP/1.1~Host: shop~~|400",
                "a tabulator behind the address|GET /\\tHTTP/1.1~Host: shop~~|400",
                "a blank in the address|GET /a b HTTP/1.1~Host: shop~~|400",
                "a blank behind the version|GET / HTTP/1.1 ~Host: shop~~|400",
                "a zero byte in the address|GET /\\x00 HTTP/1.1~Host: shop~~|400",
                "a byte of no character in the address|GET /\u00ff HTTP/1.1~Host: shop~~|400",
                "a version in small letters|GET / http/1.1~Host: shop~~|400",
                "a version without a dot|GET / HTTP/11~Host: shop~~|400",
                "a long version|GET / HTTP/1.10~Host: shop~~|400",
                "a version of its own|GET / HTTQ/1.1~Host: shop~~|400",
                "an older version to come|GET / HTTP/1.2~Host: shop~~|505",
                "the oldest version|GET / HTTP/0.9~Host: shop~~|505",
                "the next version|GET / HTTP/2.0~Host: shop~~|505",
                "a method in small letters|get / HTTP/1.1~Host: shop~~|400",
                "a method with signs|G(T / HTTP/1.1~Host: shop~~|400",
                "a long method|ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ / HTTP/1.1~Host: shop~~|400",
                "an echo of another kind|TRACK / HTTP/1.1~Host: shop~~|405",
                "a question to the server|OPTIONS * HTTP/1.1~Host: shop~~|405",
                "an encoded zero|GET /%00 HTTP/1.1~Host: shop~~|400",
                "an encoding that is none|GET /%zz HTTP/1.1~Host: shop~~|400",
                "half an encoding|GET /%4 HTTP/1.1~Host: shop~~|400",
                "a step above the root|GET /../x HTTP/1.1~Host: shop~~|400",
                "a backslash|GET /a\\b HTTP/1.1~Host: shop~~|400",
                "an encoded backslash|GET /a%5cb HTTP/1.1~Host: shop~~|400",
                "bytes that are no text|GET /%c0%af HTTP/1.1~Host: shop~~|400",
                "an encoded line end|GET /a%0d%0ab HTTP/1.1~Host: shop~~|400",
                "a fragment in the query|GET /a?b#c HTTP/1.1~Host: shop~~|400",
                "a user in the address|GET http://me@shop/ HTTP/1.1~Host: shop~~|400",
                "an address with another port|GET http://shop:81/ HTTP/1.1~Host: shop~~|400",
                "a port that is none|GET / HTTP/1.1~Host: shop:99999~~|400",
                "a port in letters|GET / HTTP/1.1~Host: shop:http~~|400",
                "an address in brackets that is none|GET / HTTP/1.1~Host: [shop]~~|400",
                "a host with an empty part|GET / HTTP/1.1~Host: shop..~~|400",
                "a host of a dot|GET / HTTP/1.1~Host: .~~|400",
                "hosts in one header|GET / HTTP/1.1~Host: shop, other~~|400",
                "an encoding with a word before|POST / HTTP/1.1~Host: shop~Transfer-Encoding: identity, chunked~~0~~|400",
                "an encoding in quotes|POST / HTTP/1.1~Host: shop~Transfer-Encoding: \"chunked\"~~0~~|400",
                "an encoding with a parameter|POST / HTTP/1.1~Host: shop~Transfer-Encoding: chunked;q=1~~0~~|400",
                "an encoding behind a vertical tabulator|POST / HTTP/1.1~Host: shop~Transfer-Encoding: \\x0bchunked~~0~~|400",
                "an empty length|POST / HTTP/1.1~Host: shop~Content-Length:~~|400",
                "a length with a blank in it|POST / HTTP/1.1~Host: shop~Content-Length: 1 2~~|400",
                "a length with a zero byte|POST / HTTP/1.1~Host: shop~Content-Length: 5\\x00~~12345|400",
                "a control character in a header|GET / HTTP/1.1~Host: shop~X: a\\x01b~~|400",
                "a deleted character in a header|GET / HTTP/1.1~Host: shop~X: a\u007fb~~|400",
                "a blank in a name|GET / HTTP/1.1~Host: shop~X Y: a~~|400",
                "a blank before a name|GET / HTTP/1.1~ Host: shop~~|400",
                "brackets in a name|GET / HTTP/1.1~Host: shop~X(Y): a~~|400",
                "an expectation of more|POST / HTTP/1.1~Host: shop~Expect: 200-ok~Content-Length: 1~~a|417",
            })
    void it_is_refused_and_the_connection_ends(String name, String request, int status) throws IOException {
        String answer = Wire.ask(router, plain(request));

        assertThat(answer).as(name).startsWith("HTTP/1.1 " + status);
        assertThat(answer.split("HTTP/1.1 ")).as("one answer").hasSize(2);
        assertThat(heads).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a size that is no number|zz~x~0~~",
                "a signed size|-1~x~0~~",
                "a size with a prefix|0x3~abc~0~~",
                "a huge size|fffffffffffffffff~abc~0~~",
                "a size that wraps|100000003~abc~0~~",
                "a chunk that is longer than it says|3~abcd~0~~",
                "an end without its line|3\\nabc\\n0\\n\\n",
                "an extension with a line feed|3;a=\\nb~abc~0~~",
                "a size behind a blank|\\x203~abc~0~~",
                "a size behind a tabulator|\\t3~abc~0~~",
                "a size behind a zero byte|\\x003~abc~0~~",
                "a size behind a vertical tabulator|\\x0b3~abc~0~~",
                "a size before a blank|3 ~abc~0~~",
                "a size with a plus|+3~abc~0~~",
                "a size with a line|1_0~0123456789abcdef~0~~",
                "a size with a blank in it|1 0~0123456789abcdef~0~~",
                "a size in other digits|\u00b3~abc~0~~",
                "no size|~abc~0~~",
                "an extension without its sign|3 a=b~abc~0~~",
                "an extension with a zero byte|3;a=\\x00~abc~0~~",
                "an extension with a bare return|3;a=\\rb~abc~0~~",
                "an end behind a blank|3~abc~ 0~~",
                "a size that is negative to some|80000000~abc~0~~",
            })
    void a_body_in_bad_chunks_is_not_passed_on_whole(String name, String chunks) throws IOException {
        String answer = Wire.ask(
                router,
                plain("POST / HTTP/1.1~Host: shop~Transfer-Encoding: chunked~~" + chunks
                        + "GET /smuggled HTTP/1.1~Host: shop~Connection: close~~"));

        assertThat(answer).as(name).doesNotContain("200 OK");
        assertThat(heads).noneMatch(head -> head.contains("smuggled"));
    }

    @Test
    void a_full_address_is_made_a_path_and_a_folded_header_one_line() throws IOException {
        String answer = Wire.ask(
                router, plain("GET http://shop/a?b HTTP/1.1~Host: shop~X-Long: one~  two~Connection: close~~"));

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(heads)
                .singleElement()
                .asString()
                .startsWith("GET /a?b HTTP/1.1\r\n")
                .contains("X-Long: one two\r\n");
    }

    @Test
    void requests_that_follow_each_other_at_once_are_answered_in_their_order() throws IOException {
        String one = "POST /%d HTTP/1.1~Host: shop~Content-Length: 3~~abc";
        String all =
                plain(String.format(one, 1) + String.format(one, 2) + "GET /3 HTTP/1.1~Host: shop~Connection: close~~");

        String answer = Wire.ask(router, all);

        assertThat(answer.split("HTTP/1.1 200 OK")).hasSize(4);
        assertThat(heads.stream().map(head -> head.substring(head.indexOf('/'), head.indexOf('/') + 2)))
                .isEqualTo(List.of("/1", "/2", "/3"));
    }

    @Test
    void chunks_with_an_extension_and_leading_zeros_are_taken_and_written_anew() throws IOException {
        String answer = Wire.ask(
                router,
                plain(
                        "POST / HTTP/1.1~Host: shop~Transfer-Encoding: CHUNKED~Connection: close~~3;a=b~abc~0004;x~defg~0;y~~"));

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(heads).hasSize(1);
    }

    @Test
    void a_head_that_is_too_long_is_told_so() throws IOException {
        assertThat(Wire.ask(router, plain("GET /" + "a".repeat(20_000) + " HTTP/1.1~Host: shop~~")))
                .startsWith("HTTP/1.1 414");
        assertThat(Wire.ask(router, plain("GET / HTTP/1.1~Host: shop~X: " + "a".repeat(70_000) + "~~")))
                .startsWith("HTTP/1.1 431");
        assertThat(heads).isEmpty();
    }

    private static String plain(String text) {
        return text.replace("~", "\r\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\x00", "\0")
                .replace("\\x20", " ")
                .replace("\\x01", "\1")
                .replace("\\x02", "\2")
                .replace("\\x03", "\3")
                .replace("\\x0b", "\13")
                .replace("\\x16", "\26");
    }

    private static String line(java.io.InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended");
            }
            line.append((char) next);
        }
        return line.substring(0, line.indexOf(";") < 0 ? line.length() - 2 : line.indexOf(";"));
    }
}
