#include "endpoint.h"

#include <string.h>

#include "lwip/init.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/etharp.h"
#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lwip/tcp.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

#define MOST_ACCEPTED 10200
#define CHUNK 16384

static struct netif interface;
static struct wire *out;
static struct counts counts;
static uint32_t now_ms;
static int own_mtu;
static uint8_t own_mac[6];
static uint8_t to_write[CHUNK];
static uint8_t was_read[65536];
static struct tcp_pcb *last;
static struct tcp_pcb *accepted[MOST_ACCEPTED];
static int accepted_count;

u32_t sys_now(void)
{
    return now_ms;
}

/* ---- the network interface */

static err_t link_output(struct netif *netif, struct pbuf *p)
{
    (void) netif;
    if (out->tail - out->head > out->mask) {
        out->refused++;
        return ERR_WOULDBLOCK;
    }
    uint8_t *slot = wire_slot(out, out->tail);
    if (p->next == NULL)
        memcpy(slot, p->payload, p->len);
    else
        pbuf_copy_partial(p, slot, p->tot_len, 0);
    out->lengths[out->tail & out->mask] = p->tot_len;
    out->tail++;
    return ERR_OK;
}

static err_t interface_init(struct netif *netif)
{
    netif->name[0] = 'b';
    netif->name[1] = 'e';
    netif->output = etharp_output;
    netif->linkoutput = link_output;
    netif->mtu = own_mtu;
    netif->hwaddr_len = 6;
    memcpy(netif->hwaddr, own_mac, 6);
    netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
    return ERR_OK;
}

static int start(int host, int peer, int mtu, struct wire *wire)
{
    ip4_addr_t address = {lwip_htonl(0x0a000000u | host)};
    ip4_addr_t mask = {lwip_htonl(0xffffff00u)};
    ip4_addr_t gateway = {lwip_htonl(0x0a000000u | peer)};
    struct eth_addr peer_mac = {{2, 0, 0, 0, 0, (uint8_t) peer}};
    out = wire;
    own_mtu = mtu;
    memcpy(own_mac, (uint8_t[]) {2, 0, 0, 0, 0, (uint8_t) host}, 6);
    for (int i = 0; i < CHUNK; i++)
        to_write[i] = (uint8_t) (i * 7 + 3);
    lwip_init();
    if (netif_add(&interface, &address, &mask, &gateway, NULL, interface_init, ethernet_input) == NULL)
        return -1;
    netif_set_default(&interface);
    netif_set_up(&interface);
    netif_set_link_up(&interface);
    return etharp_add_static_entry(&gateway, &peer_mac) == ERR_OK ? 0 : -1;
}

/* Without a copy: the text stands in the wire's slot until the application, called from within, has read it. */
static void input(uint8_t *frame, int length)
{
    struct pbuf *p = pbuf_alloc(PBUF_RAW, length, PBUF_REF);
    if (p == NULL) {
        counts.errors++;
        return;
    }
    p->payload = frame;
    if (interface.input(p, &interface) != ERR_OK)
        pbuf_free(p);
}

static void check_timeouts(uint64_t now_ns)
{
    now_ms = (uint32_t) (now_ns / 1000000);
    sys_check_timeouts();
}

static void end_time_wait(void)
{
    tcp_ticks += 2 * TCP_MSL / TCP_SLOW_INTERVAL + 1;
    tcp_slowtmr();
}

/* ---- the application */

static err_t on_received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t error)
{
    enum application application = (enum application) (uintptr_t) arg;
    (void) error;
    if (p == NULL) {
        if (application != HOLDS && tcp_close(pcb) == ERR_OK) {
            tcp_recv(pcb, NULL);
            tcp_err(pcb, NULL);
            counts.closed++;
            if (accepted_count > 0)
                accepted_count--; /* one connection at a time closes like this */
        }
        return ERR_OK;
    }
    u16_t length = pbuf_copy_partial(p, was_read, p->tot_len, 0);
    counts.octets += length;
    tcp_recved(pcb, length);
    pbuf_free(p);
    if (application == ECHOES)
        tcp_write(pcb, was_read, length, TCP_WRITE_FLAG_COPY); /* lwIP sends it when the segment is done */
    return ERR_OK;
}

static void on_error(void *arg, err_t error)
{
    (void) arg;
    (void) error;
    counts.errors++;
}

static void attach(struct tcp_pcb *pcb, void *application)
{
    tcp_arg(pcb, application);
    tcp_recv(pcb, on_received);
    tcp_err(pcb, on_error);
    tcp_nagle_disable(pcb);
    last = pcb;
}

static err_t on_accepted(void *arg, struct tcp_pcb *pcb, err_t error)
{
    if (pcb == NULL || error != ERR_OK || accepted_count == MOST_ACCEPTED) {
        counts.errors++;
        return ERR_VAL;
    }
    attach(pcb, arg);
    accepted[accepted_count++] = pcb;
    counts.accepted++;
    return ERR_OK;
}

static err_t on_opened(void *arg, struct tcp_pcb *pcb, err_t error)
{
    (void) arg;
    (void) pcb;
    (void) error;
    counts.opened++;
    return ERR_OK;
}

static int listen_on(int port, int backlog, enum application application)
{
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL || tcp_bind(pcb, IP4_ADDR_ANY, port) != ERR_OK)
        return -1;
    pcb = tcp_listen_with_backlog(pcb, backlog);
    if (pcb == NULL)
        return -1;
    tcp_arg(pcb, (void *) (uintptr_t) application);
    tcp_accept(pcb, on_accepted);
    return 0;
}

static int connect_to(int port, enum application application)
{
    struct tcp_pcb *pcb = tcp_new();
    if (pcb == NULL)
        return -1;
    attach(pcb, (void *) (uintptr_t) application);
    return tcp_connect(pcb, netif_ip4_gw(&interface), port, on_opened) == ERR_OK ? 0 : -1;
}

static int write_last(int most)
{
    int written = 0;
    while (written < most) {
        int length = LWIP_MIN(LWIP_MIN(most - written, (int) tcp_sndbuf(last)), CHUNK);
        int room = ((int) TCP_SND_QUEUELEN - (int) tcp_sndqueuelen(last) - 2) * tcp_mss(last);
        length = LWIP_MIN(length, room);
        if (length <= 0 || tcp_write(last, to_write, (u16_t) length, TCP_WRITE_FLAG_COPY) != ERR_OK)
            break;
        written += length;
    }
    tcp_output(last);
    return written;
}

static void close_last(void)
{
    tcp_close(last);
}

static void abort_accepted(void)
{
    while (accepted_count > 0) {
        struct tcp_pcb *pcb = accepted[--accepted_count];
        tcp_err(pcb, NULL);
        tcp_abort(pcb);
    }
}

__attribute__((visibility("default"))) const struct endpoint *endpoint_get(void)
{
    static const struct endpoint endpoint = {
        start, input, check_timeouts, end_time_wait, listen_on, connect_to, write_last, close_last, abort_accepted, &counts};
    return &endpoint;
}
