/**
 * Packet scripts: the notation, and the runner that plays a script against one {@code Tcp} in
 * virtual time. The trace of a run is a script again.
 *
 * <pre>
 * config receiveBuffer=4096 sendBuffer=4096       options stand at the top, without a time
 * peer-isn 0xffffff00
 *
 * +0    listen 80                                 a call
 * +0    &lt; S     0:0(0)           win 4096 &lt;mss 1460&gt;          in
 * +0    &gt; S.    0:0(0)    ack 1  win 4096 &lt;mss 1460&gt;          exactly this comes out
 * +.02  &lt; .     1:1(0)    ack 1  win 4096        = ESTABLISHED
 * +0    accept
 * </pre>
 *
 * <h2>Lines</h2>
 *
 * <ul>
 *   <li>{@code +SECONDS} moves the clock from the line before; timers fire exactly when due, and
 *       what they send has to stand in a line of its own. A line without a time is {@code +0};
 *       {@code * >} is "whenever it comes"; a time alone waits, and nothing may come out meanwhile.
 *   <li>{@code <} injects, {@code <+} injects and leaves the reply until the next line's segment is
 *       in as well (one batch), {@code <! MODIFIER,...} damages: {@code checksum}, {@code text}
 *       (other octets, right sum), {@code offset=N}, {@code truncate=N}, {@code reserved}, {@code
 *       verified} (the hardware has checked the sum), {@code sport=N}, {@code dport=N}, {@code
 *       land}.
 *   <li>{@code >} expects. Without options none may be there; {@code <...>} is any; {@code <mss
 *       1460,...>} is a beginning. Without {@code win} any window will do.
 *   <li>{@code = STATE} at the end of a line asserts the connection's state, {@code = ERROR} the
 *       result of a call, {@code // text} is a comment.
 *   <li>{@code a:} before the event names a connection; each has ports of its own.
 * </ul>
 *
 * <h2>Segments</h2>
 *
 * <p>{@code FLAGS FROM:TO(LENGTH) [ack N] [win N] [urg N] [<options>]}; flags are {@code S F R P .
 * U E W}, or {@code -} for none. Numbers are relative to the initial sequence number of their side;
 * {@code #N} is the number as it stands on the wire; {@code win} is the field, unscaled. Text is
 * derived from its position in the stream and checked both ways. Options: {@code mss N}, {@code
 * nop}, {@code eol}, {@code wscale N}, {@code sackOK}, {@code TS val N ecr N} ({@code ecr *}: our
 * last; {@code *-N}: N ticks older), {@code sack 1:1001 ...}, {@code opt KIND HEX} (length added),
 * {@code raw HEX} (as it stands).
 *
 * <h2>Calls</h2>
 *
 * <p>{@code listen PORT [backlog N]}, {@code unlisten PORT}, {@code accept}, {@code connect
 * [ADDRESS] [from PORT]}, {@code write N}, {@code read N}, {@code read} (all there is), {@code read
 * = eof}, {@code shutdown}, {@code close}, {@code abort}, {@code nodelay [off]}, {@code keepalive
 * IDLE INTERVAL COUNT|off}, {@code user-timeout S|off}, {@code connect-timeout S}, {@code ttl N},
 * {@code dscp N}, {@code icmp TYPE CODE SEQ}; {@code flow [as LABEL] [from ADDRESS[:PORT]] [to
 * PORT]} sets the peer's end and ours; {@code hold} takes all transmit descriptors away, {@code
 * release} gives them back. {@code any N} lets up to N segments pass unseen. A call that moves
 * fewer octets says so: {@code write 5000 = 4096}.
 *
 * <p>Questions: {@code ended = connection refused}, {@code signals = readable connected}, {@code
 * readable = N}, {@code writable = N}, {@code urgent = N}, {@code status FIELD = N} (a field of
 * {@code TcpStatus}; times in seconds), {@code counter NAME = N}, {@code deadline = SECONDS|none},
 * {@code trouble = yes|no}, {@code header = ttl N tos N} (of the IP header), {@code isn above LABEL
 * = yes} (than all it sent), {@code isn after LABEL = N} (than its first), {@code state = STATE}.
 *
 * <h2>Options</h2>
 *
 * <p>{@code config FIELD=VALUE ...} (fields of {@code TcpConfig}), {@code board} (its board
 * defaults), {@code isn N} and {@code peer-isn N} (place the sequence numbers), {@code once} (do
 * not play it again across the wrap), {@code tolerance S}, {@code path-mtu N}, {@code
 * weak-entropy}.
 */
package org.tcplite.script;
