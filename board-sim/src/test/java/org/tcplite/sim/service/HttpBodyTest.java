package org.tcplite.sim.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in chunks and by length, whole and octet by octet. */
class HttpBodyTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'5|hello|0||', hello, 0",
        "'5|hello|6| world|0||', hello world, 0",
        "'005;x=y|hello|0|Trailer: x||', hello, 0",
        "'A|0123456789|0||', 0123456789, 0",
        "'0||', '', 0",
        "'|', '', 400",
        "'g|', '', 400",
        "'5|helloX', hello, 400",
        "'5 x|hello|0||', hello, 0",
        "'-1|', '', 400",
        "'1234567890123456|', '', 413",
    })
    void chunks(String coded, String content, int status) {
        HttpFields fields = new HttpFields();
        fields.clear();
        fields.chunked = true;
        String text = coded.replace("|", "\r\n");
        for (int step : new int[] {1, 3, 1000}) {
            for (String form : new String[] {text, text.replace("\r", "")}) {
                check(fields, form, step, content, status);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "5, hello", "11, hello world"})
    void lengths(long length, String content) {
        HttpFields fields = new HttpFields();
        fields.clear();
        fields.contentLength = length;
        for (int step : new int[] {1, 4, 1000}) {
            check(fields, "hello world and the next request", step, content, 0);
        }
    }

    private static void check(
            HttpFields fields, String text, int step, String content, int status) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        StringBuilder got = new StringBuilder();
        HttpBody body = new HttpBody();
        body.begin(fields);
        int at = 0;
        while (at < octets.length && !body.isDone() && !body.isFailed()) {
            int end = Math.min(octets.length, at + step);
            while (at < end && !body.isDone() && !body.isFailed()) {
                at += body.takeFraming(octets, at, end - at);
                int run = body.run(at, end - at);
                got.append(new String(octets, at, run, StandardCharsets.US_ASCII));
                at += run;
            }
        }
        assertEquals(content, got.toString());
        assertEquals(status, body.status());
        assertEquals(status == 0, body.isDone());
        assertEquals(content.length(), body.total());
    }
}
