package org.tcplite.sim.control;

import org.tcplite.tcp.TcpError;

/** Linux's error numbers, negative as they stand in a reply. */
final class Errno {

    static final int PERM = -1;
    static final int BADF = -9;
    static final int AGAIN = -11;
    static final int INVAL = -22;
    static final int PIPE = -32;
    static final int NOSYS = -38;
    static final int MSGSIZE = -90;
    static final int NOPROTOOPT = -92;
    static final int PROTONOSUPPORT = -93;
    static final int SOCKTNOSUPPORT = -94;
    static final int OPNOTSUPP = -95;
    static final int AFNOSUPPORT = -97;
    static final int ADDRINUSE = -98;
    static final int ADDRNOTAVAIL = -99;
    static final int NETUNREACH = -101;
    static final int CONNABORTED = -103;
    static final int CONNRESET = -104;
    static final int NOBUFS = -105;
    static final int ISCONN = -106;
    static final int NOTCONN = -107;
    static final int TIMEDOUT = -110;
    static final int CONNREFUSED = -111;
    static final int HOSTUNREACH = -113;
    static final int ALREADY = -114;
    static final int INPROGRESS = -115;

    private Errno() {}

    /** What Linux calls a constant of {@link TcpError}; 0 and more stay as they are. */
    static int of(int error) {
        switch (error) {
            case TcpError.WOULD_BLOCK:
                return AGAIN;
            case TcpError.END_OF_STREAM:
                return 0;
            case TcpError.STALE_HANDLE:
                return BADF;
            case TcpError.NOT_CONNECTED:
                return NOTCONN;
            case TcpError.CLOSING:
                return PIPE;
            case TcpError.REFUSED:
                return CONNREFUSED;
            case TcpError.RESET:
                return CONNRESET;
            case TcpError.TIMED_OUT:
                return TIMEDOUT;
            case TcpError.ABORTED:
                return CONNABORTED;
            case TcpError.NO_FREE_SLOT:
            case TcpError.NO_FREE_LISTENER:
                return NOBUFS;
            case TcpError.NO_FREE_PORT:
                return ADDRNOTAVAIL;
            case TcpError.ADDRESS_IN_USE:
                return ADDRINUSE;
            case TcpError.NO_ROUTE:
                return NETUNREACH;
            case TcpError.UNREACHABLE:
                return HOSTUNREACH;
            case TcpError.WEAK_ENTROPY:
                return PERM;
            default:
                return error >= 0 ? error : INVAL;
        }
    }
}
