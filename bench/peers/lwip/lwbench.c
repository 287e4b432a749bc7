/*
 * lwIP under the same work as org.tcplite.bench.compare.OwnCase: one case, one process, one line.
 *
 *   lwbench STACK.so OTHER.so CASE TEXT TURN WARM_MS MEASURE_MS
 *
 * The two libraries are copies of one file, so that they are two stacks. TEXT: octets of text in a segment. TURN: segments
 * that have arrived when the receiving stack has its turn. Prints: ns an operation, operations, frames of both directions.
 * Time of the thread on its CPU; virtual time for lwIP, 1 us a turn.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "endpoint.h"
#include "peer.h"

#define TURN_NS 1000
#define SEGMENTS 1024  /* of one invocation, as in the JMH bodies */
#define CONNECTIONS 64 /* between two ends of TIME-WAIT */
#define BATCH 32       /* passive opens between two preparations */
#define PLACES 64      /* where a segment's text stands, in turn */
#define PEER_PORT 1024
#define LAST_PORT 60000

static const struct endpoint *stack, *other;
static struct wire from_stack, from_other;
static uint64_t now_ns;
static int text, turn;

static void fail(const char *what)
{
    fprintf(stderr, "lwbench: %s\n", what);
    exit(1);
}

static uint64_t clock_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static const struct endpoint *load(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        fail(dlerror());
    const struct endpoint *(*get)(void) = (const struct endpoint *(*) (void)) dlsym(library, "endpoint_get");
    if (get == NULL)
        fail(dlerror());
    return get();
}

/* Room for frames of at most so many octets, from cache line to cache line and one between two. */
static uint32_t stride_of(uint32_t most)
{
    return ((HEADROOM + most + 63) & ~63u) + 64;
}

/* The first of so many frames. */
static uint8_t *frames_of(uint32_t frames, uint32_t stride)
{
    uint8_t *octets = aligned_alloc(64, (size_t) frames * stride);
    if (octets == NULL)
        fail("no memory");
    memset(octets, 0, (size_t) frames * stride);
    return octets + HEADROOM;
}

static void wire_init(struct wire *wire, uint32_t frames, uint32_t most)
{
    wire->mask = frames - 1;
    wire->stride = stride_of(most);
    wire->octets = frames_of(frames, wire->stride);
    wire->lengths = calloc(frames, sizeof *wire->lengths);
    if (wire->lengths == NULL)
        fail("no memory");
}

static int deliver(struct wire *wire, const struct endpoint *to)
{
    int frames = 0;
    for (; !wire_is_empty(wire); frames++) {
        to->input(wire_slot(wire, wire->head), wire->lengths[wire->head & wire->mask]);
        wire->head++;
    }
    return frames;
}

/* Starts a stack; what it says of itself to its neighbours is thrown away: ARP is not what is measured. */
static void start(const struct endpoint *endpoint, int host, int peer, int mtu, struct wire *out)
{
    if (endpoint->start(host, peer, mtu, out) != 0)
        fail("lwIP does not start");
    wire_clear(out);
}

static void start_listening(int mtu, enum application application)
{
    start(stack, STACK_HOST, PEER_HOST, mtu, &from_stack);
    if (stack->listen(STACK_PORT, 255, application) != 0)
        fail("cannot listen");
}

/* A turn of one stack: what has arrived, then what is due. */
static int take_turn(struct wire *wire, const struct endpoint *to)
{
    if (wire_is_empty(wire))
        return 0;
    int frames = deliver(wire, to);
    to->check_timeouts(now_ns);
    return frames;
}

static void run_until_quiet(void)
{
    do
        now_ns += TURN_NS;
    while (take_turn(&from_other, stack) + take_turn(&from_stack, other) > 0);
}

/* ---- one stack and a crafted peer */

static uint8_t *places;
static uint8_t header[HEADERS]; /* template of a frame: lwIP turns octets of its TCP header round in the frame itself */
static uint32_t place_stride, template_sum, seq, ack, next_place;

static void open_from_peer(enum application application)
{
    uint8_t frame[128];
    start_listening(1500, application);
    int mss = text != 0 ? text : ETHERNET_MSS;
    stack->input(frame, peer_emit(frame, PEER_PORT, FIRST_SEQ, 0, SYN, mss, 0));
    if (wire_is_empty(&from_stack))
        fail("no SYN-ACK");
    ack = get32(wire_slot(&from_stack, from_stack.head) + AT_SEQ) + 1;
    wire_clear(&from_stack);
    seq = FIRST_SEQ + 1;
    stack->input(frame, peer_emit(frame, PEER_PORT, seq, ack, ACK, 0, 0));
    if (stack->counts->accepted != 1)
        fail("not open");
}

static void receive_init(void)
{
    wire_init(&from_stack, 64, 1514);
    open_from_peer(READS);
    place_stride = stride_of(HEADERS + (uint32_t) text);
    places = frames_of(PLACES, place_stride);
    for (uint32_t place = 0; place < PLACES; place++)
        for (int i = 0; i < text; i++)
            places[place * place_stride + HEADERS + i] = (uint8_t) (i * 7 + 3);
    peer_emit(places, PEER_PORT, 0, ack, ACK | PSH, 0, text);
    template_sum = peer_template_sum(places);
    memcpy(header, places, HEADERS);
    for (int place = 1; place < PLACES; place++)
        memcpy(places + (uint32_t) place * place_stride, header, HEADERS);
}

static void receive(void)
{
    for (int i = 0; i < SEGMENTS; i += turn) {
        for (int j = 0; j < turn; j++) {
            uint8_t *frame = places + (next_place++ % PLACES) * place_stride;
            memcpy(frame + AT_TCP, header + AT_TCP, HEADERS - AT_TCP);
            peer_patch(frame, AT_SEQ, seq, template_sum);
            seq += (uint32_t) text;
            stack->input(frame, HEADERS + text);
        }
        now_ns += TURN_NS;
        stack->check_timeouts(now_ns);
        wire_clear(&from_stack);
    }
}

static void transmit_init(void)
{
    wire_init(&from_stack, 64, 1514);
    open_from_peer(READS);
    peer_emit(header, PEER_PORT, seq, 0, ACK, 0, 0);
    template_sum = peer_template_sum(header);
}

/* The application writes what fills `turn` segments; one ACK of the peer's for all of them. */
static void transmit(void)
{
    uint8_t frame[HEADERS];
    for (int i = 0; i < SEGMENTS; i += turn) {
        if (stack->write(turn * text) != turn * text)
            fail("no room to write");
        now_ns += TURN_NS;
        stack->check_timeouts(now_ns);
        wire_clear(&from_stack);
        ack += (uint32_t) (turn * text);
        memcpy(frame, header, HEADERS);
        peer_patch(frame, AT_ACK, ack, template_sum);
        stack->input(frame, HEADERS);
    }
}

static uint8_t opening[BATCH][2][128];
static int opening_length[BATCH][2], opening_port;
static uint32_t opening_sum[BATCH], aborting; /* frames that told of an abort */

static void passive_open_init(void)
{
    wire_init(&from_stack, 64, 1514);
    start_listening(1500, HOLDS);
    opening_port = PEER_PORT;
}

static void passive_open_prepare(void)
{
    for (int i = 0; i < BATCH; i++) {
        int port = opening_port++;
        opening_length[i][0] = peer_emit(opening[i][0], port, FIRST_SEQ, 0, SYN, ETHERNET_MSS, 0);
        opening_length[i][1] = peer_emit(opening[i][1], port, FIRST_SEQ + 1, 0, ACK, 0, 0);
        opening_sum[i] = peer_template_sum(opening[i][1]);
    }
    if (opening_port + BATCH > LAST_PORT)
        opening_port = PEER_PORT;
}

static void passive_open(void)
{
    for (int i = 0; i < BATCH; i++) {
        stack->input(opening[i][0], opening_length[i][0]);
        now_ns += TURN_NS;
        stack->check_timeouts(now_ns);
        uint32_t number = get32(wire_slot(&from_stack, from_stack.head) + AT_SEQ) + 1;
        wire_clear(&from_stack);
        peer_patch(opening[i][1], AT_ACK, number, opening_sum[i]);
        stack->input(opening[i][1], opening_length[i][1]);
        now_ns += TURN_NS;
        stack->check_timeouts(now_ns);
    }
}

static void passive_open_cleanup(void)
{
    uint32_t before = from_stack.tail;
    stack->abort_accepted();
    aborting += from_stack.tail - before;
    wire_clear(&from_stack);
}

/* ---- two stacks: `other` opens, `stack` listens */

static void two_stacks(enum application listening, uint32_t frames)
{
    int mtu = (text != 0 ? text : ETHERNET_MSS) + 40;
    wire_init(&from_stack, frames, 1514);
    wire_init(&from_other, frames, 1514);
    start_listening(mtu, listening);
    start(other, PEER_HOST, STACK_HOST, mtu, &from_other);
}

static void bulk_init(void)
{
    uint32_t frames = 64;
    while (frames < 65536 / (uint32_t) text + 64)
        frames *= 2;
    two_stacks(READS, frames);
    if (other->connect(STACK_PORT, READS) != 0)
        fail("cannot connect");
    run_until_quiet();
}

/* Until another SEGMENTS segments have been read. The sender writes what there is room for whenever it has its turn. */
static void bulk(void)
{
    static uint64_t target;
    target += (uint64_t) SEGMENTS * (uint64_t) text;
    while (stack->counts->octets < target) {
        other->write(1 << 20);
        now_ns += TURN_NS;
        int frames = 0;
        while (!wire_is_empty(&from_other)) {
            for (int i = 0; i < turn && !wire_is_empty(&from_other); i++, frames++) {
                stack->input(wire_slot(&from_other, from_other.head), from_other.lengths[from_other.head & from_other.mask]);
                from_other.head++;
            }
            stack->check_timeouts(now_ns);
        }
        frames += take_turn(&from_stack, other);
        if (frames == 0) { /* an ACK is delayed */
            now_ns += 250000000;
            stack->check_timeouts(now_ns);
            other->check_timeouts(now_ns);
        }
    }
}

static void request_response_init(void)
{
    two_stacks(ECHOES, 64);
    if (other->connect(STACK_PORT, READS) != 0)
        fail("cannot connect");
    run_until_quiet();
}

static void request_response(void)
{
    for (int i = 0; i < SEGMENTS; i++) {
        uint64_t before = other->counts->octets;
        other->write(text);
        run_until_quiet();
        if (other->counts->octets - before != (uint64_t) text)
            fail("no response");
    }
}

static void open_close_init(void)
{
    two_stacks(READS, 64);
}

static void open_close(void)
{
    for (int i = 0; i < CONNECTIONS; i++) {
        if (other->connect(STACK_PORT, HOLDS) != 0)
            fail("cannot connect");
        run_until_quiet();
        other->close();
        run_until_quiet();
    }
    other->end_time_wait();
    stack->end_time_wait();
}

/* ---- measuring */

struct bench {
    const char *name;
    int operations; /* of one run */
    void (*init)(void);
    void (*prepare)(void); /* outside the measure, as is cleanup; NULL for none */
    void (*run)(void);
    void (*cleanup)(void);
};

static const struct bench benches[] = {
    {"receive", SEGMENTS, receive_init, NULL, receive, NULL},
    {"transmit", SEGMENTS, transmit_init, NULL, transmit, NULL},
    {"bulk", SEGMENTS, bulk_init, NULL, bulk, NULL},
    {"request-response", SEGMENTS, request_response_init, NULL, request_response, NULL},
    {"open-close", CONNECTIONS, open_close_init, NULL, open_close, NULL},
    {"passive-open", BATCH, passive_open_init, passive_open_prepare, passive_open, passive_open_cleanup},
};

/* What reading the clock twice costs, which is then no part of a run's time. */
static uint64_t clock_cost(void)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < 1000; i++) {
        uint64_t before = clock_ns();
        uint64_t cost = clock_ns() - before;
        least = cost < least ? cost : least;
    }
    return least;
}

/* CPU time of so many runs. */
static uint64_t time_of(const struct bench *bench, uint64_t runs, uint64_t cost)
{
    uint64_t total = 0;
    if (bench->prepare == NULL) {
        uint64_t before = clock_ns();
        for (uint64_t i = 0; i < runs; i++)
            bench->run();
        return clock_ns() - before;
    }
    for (uint64_t i = 0; i < runs; i++) {
        bench->prepare();
        uint64_t before = clock_ns();
        bench->run();
        uint64_t took = clock_ns() - before;
        total += took > cost ? took - cost : 0;
        bench->cleanup();
    }
    return total;
}

/* That the work was done: nothing refused, nothing lost, and what the case counts has been counted. */
static void check(const struct bench *bench, struct counts before, uint64_t operations, uint32_t frames)
{
    struct counts after = *stack->counts;
    uint64_t octets = after.octets - before.octets;
    if (from_stack.refused + from_other.refused + after.errors + other->counts->errors != 0)
        fail("frames or connections were lost");
    if (bench->run == receive && octets != operations * (uint64_t) text)
        fail("octets were lost");
    if (bench->run == transmit && frames != (uint32_t) operations)
        fail("segments were not sent");
    if (bench->run == open_close && (after.closed - before.closed != operations || after.accepted - before.accepted != operations))
        fail("connections were lost");
    if (bench->run == passive_open && after.accepted - before.accepted != operations)
        fail("not all were accepted");
}

static void measure(const struct bench *bench, uint64_t warm_ns, uint64_t measure_ns)
{
    bench->init();
    uint64_t cost = clock_cost(), runs = 1, took = 0;
    for (uint64_t warmed = 0; warmed < warm_ns; warmed += took) {
        runs = took < 10000000 ? runs * 2 : runs;
        took = time_of(bench, runs, cost);
        if (took == 0)
            took = 1;
    }
    runs = runs * measure_ns / took + 1;
    struct counts before = *stack->counts;
    uint32_t frames = from_stack.tail + from_other.tail - aborting;
    took = time_of(bench, runs, cost);
    uint64_t operations = runs * (uint64_t) bench->operations;
    frames = from_stack.tail + from_other.tail - aborting - frames;
    check(bench, before, operations, frames);
    printf("%.3f %llu %.4f\n", (double) took / (double) operations, (unsigned long long) operations, (double) frames / (double) operations);
}

int main(int argc, char **argv)
{
    if (argc != 8)
        fail("usage: lwbench STACK.so OTHER.so CASE TEXT TURN WARM_MS MEASURE_MS");
    stack = load(argv[1]);
    other = load(argv[2]);
    text = atoi(argv[4]);
    turn = atoi(argv[5]);
    if (turn < 1 || SEGMENTS % turn != 0)
        fail("TURN divides 1024");
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
        if (strcmp(argv[3], benches[i].name) == 0) {
            measure(&benches[i], strtoull(argv[6], NULL, 10) * 1000000, strtoull(argv[7], NULL, 10) * 1000000);
            return 0;
        }
    }
    fail("no such case");
}
