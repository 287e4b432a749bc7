/*
 * What no stack in C can be faster than: a copy, a checksum, both, of a segment's text. As org.tcplite.bench.FloorLoops.
 *
 *   floor CASE TEXT WARM_MS MEASURE_MS
 *
 * Prints ns an operation, operations, 0 frames. The text stands in 64 places in turn; time of the thread on its CPU.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PLACES 64
#define STRIDE 1600
#define OPERATIONS 1024

static uint8_t source[PLACES * STRIDE], destination[PLACES * STRIDE];
static volatile uint32_t sink;
static int text;

static uint64_t clock_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

/* Calls of their own, as in a stack: no loop over segments is seen through. */
__attribute__((noinline)) static void copy(uint8_t *to, const uint8_t *from, int length)
{
    memcpy(to, from, (size_t) length);
}

__attribute__((noinline)) static uint32_t checksum(const uint8_t *octets, int length)
{
    uint32_t sum = 0;
    for (int i = 0; i < length / 2; i++) {
        uint16_t word;
        memcpy(&word, octets + 2 * i, 2);
        sum += word;
    }
    if (length & 1)
        sum += octets[length - 1];
    sum = (sum & 0xffff) + (sum >> 16);
    return (sum & 0xffff) + (sum >> 16);
}

static void run(int copies, int sums)
{
    uint32_t sum = 0;
    for (int i = 0; i < OPERATIONS; i++) {
        int at = i % PLACES * STRIDE;
        if (copies)
            copy(destination + at, source + at, text);
        if (sums)
            sum += checksum(source + at, text);
    }
    sink = sum + destination[0];
}

static uint64_t time_of(uint64_t runs, int copies, int sums)
{
    uint64_t before = clock_ns();
    for (uint64_t i = 0; i < runs; i++)
        run(copies, sums);
    return clock_ns() - before;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: floor copy|checksum|copy-checksum TEXT WARM_MS MEASURE_MS\n");
        return 2;
    }
    int copies = strstr(argv[1], "copy") != NULL;
    int sums = strstr(argv[1], "checksum") != NULL;
    text = atoi(argv[2]);
    for (int i = 0; i < PLACES * STRIDE; i++)
        source[i] = (uint8_t) (i * 7 + 3);
    uint64_t warm_ns = strtoull(argv[3], NULL, 10) * 1000000;
    uint64_t runs = 1, took = 0;
    for (uint64_t warmed = 0; warmed < warm_ns; warmed += took) {
        runs = took < 10000000 ? runs * 2 : runs;
        took = time_of(runs, copies, sums) + 1;
    }
    runs = runs * strtoull(argv[4], NULL, 10) * 1000000 / took + 1;
    took = time_of(runs, copies, sums);
    double operations = (double) runs * OPERATIONS;
    printf("%.3f %.0f 0\n", (double) took / operations, operations);
    return 0;
}
