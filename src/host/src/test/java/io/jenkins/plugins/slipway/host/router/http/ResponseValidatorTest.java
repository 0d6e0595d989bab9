package io.jenkins.plugins.slipway.host.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in an answer does not depend on how much of it comes at once. */
class ResponseValidatorTest {
    private static final String BEGIN = "HTTP/1.1 200 OK\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                BEGIN + "A: b\r\nC: d\r\n\r\nbody\nwithout colon\n",
                BEGIN + "A:b\nC:d\n\nbody",
                BEGIN + "a:\n\n",
                BEGIN + ":\n\n",
                "\r\nHTTP/1.0 204 No\n\n",
                "HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n\u0000\u0000",
                BEGIN + "A: b\r\n c: folded\r\n\r\n",
                BEGIN + "A: b\r\n\tc: folded\r\n\r\n",
                BEGIN + "no colon here\r\n\r\n",
                BEGIN + "A: b\u0000c\r\n\r\n",
                BEGIN + "\u0000: b\r\n\r\n",
                BEGIN + "\rA: b\r\n\r\n",
                BEGIN + "A: b\r\n\r \r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200OK\r\nA: b\r\n\r\n",
                "HTTP/1.1 20\r\nA: b\r\n\r\n",
                "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                "x",
                ""
            })
    void in_one_piece_in_two_and_byte_by_byte(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        String whole = look(bytes, bytes.length);

        for (int piece = 1; piece < bytes.length; piece++) {
            assertThat(look(bytes, piece))
                    .as("%s in pieces of %d", answer, piece)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001, 1_002})
    void lines_are_counted_alike(int lines) {
        byte[] bytes = (BEGIN + "A: b\r\n".repeat(lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(look(bytes, bytes.length)).isEqualTo(look(bytes, 1));
        assertThat(look(bytes, 1)).isEqualTo(lines > 1_000 ? "its head has more than 1000 lines" : "good");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void bytes_are_counted_alike(int more) {
        int rest = ResponseValidator.LARGEST_HEAD - BEGIN.length() - "A: \r\n\r\n".length();
        byte[] bytes = (BEGIN + "A: " + "b".repeat(rest + more) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(look(bytes, bytes.length)).isEqualTo(look(bytes, 1));
        assertThat(look(bytes, 1)).isEqualTo(more > 0 ? "its head is longer than 128 KB" : "good");
    }

    private static String look(byte[] bytes, int piece) {
        ResponseValidator validator = new ResponseValidator();
        validator.expect();
        for (int from = 0; from < bytes.length; from += piece) {
            ByteBuf part = Unpooled.wrappedBuffer(bytes, from, Math.min(piece, bytes.length - from));
            @Nullable String wrong = validator.look(part);
            if (wrong != null) {
                return wrong;
            }
        }
        return "good";
    }
}
