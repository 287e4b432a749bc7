package org.tcplite.sim.service;

/** What {@code nc} is asked to do, as plain fields. */
public final class NcConfig {

    /** Wait for a connection instead of opening one. */
    public boolean listen;

    /** Where to connect to. */
    public int remoteAddress;

    /** Where to connect to. */
    public int remotePort;

    /** The local port: to listen on, or to connect from; 0 is any. */
    public int localPort;

    /** Only see whether somebody answers. */
    public boolean scan;

    /** How long opening, and later silence, may last; 0 is as long as TCP allows. */
    public long timeoutMs;

    /** The peer's end of stream ends everything, even if standard input goes on. */
    public boolean exitAtPeerClose;

    /** Say what happens. */
    public boolean verbose;

    /** The board's time-outs, for the progress lines. */
    public int rtoInitialMs = 1_000;

    /** The board's time-outs, for the progress lines. */
    public int rtoMaxMs = 60_000;

    /** The board's time-outs, for the progress lines. */
    public int connectTimeoutMs = 243_000;

    /** Nothing chosen yet. */
    public NcConfig() {}
}
