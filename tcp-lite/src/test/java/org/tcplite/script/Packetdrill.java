package org.tcplite.script;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What packetdrill knows and these scripts do not, with the line to write instead. */
final class Packetdrill {

    private static final Map<Pattern, String> INSTEAD = new LinkedHashMap<>();

    static {
        put(
                "^(\\+?[\\d.]+\\s+)?`",
                "shell commands have no place here; set a limit with: config receiveBuffer=4096");
        put("^(\\+?[\\d.]+\\s+)?%\\{", "instead of Python write: +0 status cwnd = 4380");
        put("\\binject_icmp\\b", "write: +0 icmp 3 1 1  (type, code, sequence number quoted)");
        put("\\bmmap\\s*\\(|TCP_ZEROCOPY", "nothing is mapped; write: +0 read 1000");
        put("\\bconnect\\b.*sockaddr", "write: +0 connect 10.0.0.9:80");
        put("^--", "options have no dashes; write: config receiveBuffer=4096");
        put("^(/\\*|#)", "comments begin with //");
        put("\\bsocket\\s*\\(", "there is no socket(); write: +0 listen 80, or: +0 connect");
        put("\\bbind\\s*\\(", "there is no bind(); write: +0 listen 80");
        put("\\blisten\\s*\\(", "write: +0 listen 80");
        put("\\baccept\\s*\\(", "write: +0 accept");
        put("\\bconnect\\s*\\(", "write: +0 connect");
        put("\\b(write|send|sendto|sendmsg|writev)\\s*\\(", "write: +0 write 1000");
        put("\\b(read|recv|recvfrom|recvmsg|readv)\\s*\\(", "write: +0 read 1000");
        put("\\bshutdown\\s*\\(", "write: +0 shutdown");
        put("\\bclose\\s*\\(", "write: +0 close");
        put("\\bfcntl\\s*\\(", "nothing blocks here: leave the line out");
        put("\\bpoll\\s*\\(|\\bepoll\\w*\\s*\\(", "write: +0 signals = readable");
        put("TCP_NODELAY", "write: +0 nodelay");
        put("SO_KEEPALIVE|TCP_KEEP", "write: +0 keepalive 60 10 3");
        put("TCP_USER_TIMEOUT", "write: +0 user-timeout 10");
        put("TCP_INFO|TCP_MAXSEG", "write: +0 status sendMss = 1000");
        put("SO_RCVBUF|SO_SNDBUF", "write at the top: config receiveBuffer=4096");
        put("SO_REUSEADDR", "it is always so: leave the line out");
        put(
                "\\b[gs]etsockopt\\s*\\(",
                "of the socket options there are nodelay, keepalive, ttl, dscp");
        put("\\bsockaddr\\w*\\b", "addresses stand alone; write: +0 flow from 10.0.0.9:4000 to 80");
        put("\\b(ioctl|sendfile|splice)\\s*\\(", "there is no such call; write: +0 write 1000");
        put("[<>]\\s*\\[", "there is no ECN: leave the brackets out");
        put("[<>].*\\bicmp\\b", "write: +0 icmp 3 1 1  (type, code, sequence number quoted)");
        put("[<>].*\\budp\\b", "there is no UDP here");
        put(
                "^\\+?[\\d.]+(~|\\.\\.\\.)",
                "a call takes no time; for slack write at the top: tolerance 0.01");
        put("^\\d+(\\.\\d+)?\\s", "times are relative: write +0.1 instead of 0.1");
    }

    private Packetdrill() {}

    private static void put(String construct, String instead) {
        INSTEAD.put(Pattern.compile(construct), instead);
    }

    static void refuse(String line) {
        INSTEAD.forEach(
                (construct, instead) -> {
                    if (construct.matcher(line).find()) {
                        throw new ScriptSyntaxException("packetdrill's, not ours: " + instead);
                    }
                });
    }
}
