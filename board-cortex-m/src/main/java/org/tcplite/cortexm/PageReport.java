package org.tcplite.cortexm;

/** The board's page for people. */
final class PageReport extends Report {

    @Override
    int section(int cursor, Line to, long nowNs) {
        if (cursor == 0) {
            to.put("<!doctype html><title>tcp-lite</title><h1>A Cortex-M3, emulated</h1>\n<pre>");
            return 1;
        }
        if (cursor == 1) {
            Firmware.identity(to);
            return 2;
        }
        to.put("</pre>\n<p><a href=/netstat>/netstat</a> <a href=/bytes/1000>/bytes/1000</a>\n");
        return END;
    }
}
