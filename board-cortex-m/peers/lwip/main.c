/* lwIP on the LM3S6965: echo on 7, discard on 9, one page on 80, over the start-up code, clock and sleep of the other
   firmware. With the boot option meter=1 it prints what that prints before each sleep. */
#include <string.h>
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/tcp.h"
#include "lwip/timeouts.h"
#include "machine.h"
#include "netif/ethernet.h"
#include "runtime.h"
#include "stellaris.h"

#define NS_PER_MS 1000000

static const char page[] = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nlwIP\n";

static int64_t turn_ns;

/* Milliseconds of the turn: 2^20 ns are 1.048576 ms. */
u32_t sys_now(void) {
    uint32_t units = (uint32_t)(turn_ns >> 20);
    return units + (uint32_t)((uint64_t)units * 208632331u >> 32);
}

uint32_t board_random(void) {
    static uint32_t state = 0x2545F491;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/* ---- the services */

static err_t ended(struct tcp_pcb *connection) {
    tcp_recv(connection, NULL);
    return tcp_close(connection);
}

static err_t discard(void *argument, struct tcp_pcb *connection, struct pbuf *text, err_t error) {
    (void)argument;
    (void)error;
    if (text == NULL) {
        return ended(connection);
    }
    tcp_recved(connection, text->tot_len);
    pbuf_free(text);
    return ERR_OK;
}

static err_t echo(void *argument, struct tcp_pcb *connection, struct pbuf *text, err_t error) {
    (void)argument;
    (void)error;
    if (text == NULL) {
        return ended(connection);
    }
    if (text->tot_len > tcp_sndbuf(connection)) {
        return ERR_MEM; /* lwIP keeps it and comes again */
    }
    for (struct pbuf *part = text; part != NULL; part = part->next) {
        tcp_write(connection, part->payload, part->len, TCP_WRITE_FLAG_COPY);
    }
    return discard(NULL, connection, text, ERR_OK);
}

static err_t http(void *argument, struct tcp_pcb *connection, struct pbuf *text, err_t error) {
    err_t done = discard(argument, connection, text, error);
    if (text != NULL) {
        tcp_write(connection, page, sizeof page - 1, 0);
        return ended(connection);
    }
    return done;
}

static err_t accepted(void *service, struct tcp_pcb *connection, err_t error) {
    if (connection == NULL || error != ERR_OK) {
        return ERR_VAL;
    }
    tcp_recv(connection, (tcp_recv_fn)service);
    return ERR_OK;
}

static void serve(u16_t port, tcp_recv_fn service) {
    struct tcp_pcb *listener = tcp_new();
    tcp_bind(listener, IP_ADDR_ANY, port);
    listener = tcp_listen(listener);
    tcp_arg(listener, (void *)service);
    tcp_accept(listener, accepted);
}

/* ---- the board */

static void print(const char *text) {
    while (*text) {
        machine_put(*text++);
    }
}

static void print_number(int64_t value) {
    char digits[20];
    int at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (at < (int)sizeof digits) {
        machine_put(digits[at++]);
    }
}

static void print_meter(int64_t awake_ns) {
    print("meter ");
    print_number(stellaris_frames);
    machine_put(' ');
    print_number(awake_ns);
    machine_put('\n');
}

static void loop(struct netif *netif) {
    int meter = boot_number("meter=") > 0;
    int64_t awake_ns = 0;
    int64_t since = machine_nanos();
    for (;;) {
        turn_ns = machine_nanos();
        int more = stellaris_receive(netif);
        sys_check_timeouts();
        if (more) {
            continue;
        }
        int64_t until = turn_ns + (int64_t)sys_timeouts_sleeptime() * NS_PER_MS;
        if (meter) {
            awake_ns += machine_nanos() - since;
            print_meter(awake_ns);
        }
        machine_wait_until(until);
        if (meter) {
            since = machine_nanos();
        }
    }
}

/* Takes the place of the Java program. */
void memory_start(void) {
    static struct netif netif;
    static struct eth_addr peer = {{2, 0, 10, 0, 0, 1}};
    ip4_addr_t address, mask, neighbour;
    IP4_ADDR(&address, 10, 0, 0, 2);
    IP4_ADDR(&mask, 255, 255, 255, 0);
    IP4_ADDR(&neighbour, 10, 0, 0, 1);
    lwip_init();
    netif_add(&netif, &address, &mask, &neighbour, NULL, stellaris_start, ethernet_input);
    netif_set_default(&netif);
    netif_set_up(&netif);
    if (boot_number("meter=") > 0) {
        etharp_add_static_entry(&neighbour, &peer); /* whose frames are made by hand does not answer ARP */
    }
    serve(7, echo);
    serve(9, discard);
    serve(80, http);
    print("ready http://10.0.0.2/ lwIP " LWIP_VERSION_STRING "\n");
    loop(&netif);
}
