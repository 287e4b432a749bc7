/*
 * The Linux kernel under the work of the two-stack cases, for perspective: one thread holds both ends, two network namespaces
 * of this process's own are joined by a veth pair. Nothing outside is touched, and all is gone when the process ends.
 *
 *   linux CASE TEXT WARM_MS MEASURE_MS          CASE is open-close or request-response
 *
 * Prints ns of CPU time an operation, operations, 0 frames (the kernel's are not counted here). Needs ip (iproute2), and root
 * or unprivileged user namespaces.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CLIENT_ADDRESS "192.0.2.1"
#define SERVER_ADDRESS "192.0.2.2"
#define PORT 7
#define CONNECTIONS 64
#define ROUND_TRIPS 256

static int client_net, server_net, listener, client, server, text;
static struct sockaddr_in address;
static char buffer[65536];

static void fail(const char *what)
{
    fprintf(stderr, "linux: %s%s%s\n", what, errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    exit(1);
}

static void run_command(const char *command)
{
    if (system(command) != 0) {
        errno = 0;
        fail(command);
    }
}

static uint64_t clock_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static void write_file(const char *path, const char *words)
{
    int file = open(path, O_WRONLY);
    if (file < 0 || write(file, words, strlen(words)) < 0)
        fail(path);
    close(file);
}

/* A namespace of our own; without root, within a user namespace in which we are root. */
static void leave_for_own_namespace(void)
{
    int user = (int) getuid(), group = (int) getgid();
    char map[64];
    if (unshare(CLONE_NEWNET) == 0)
        return;
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        fail("no network namespace of one's own (run it as root)");
    write_file("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "0 %d 1", user);
    write_file("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "0 %d 1", group);
    write_file("/proc/self/gid_map", map);
}

/* A child keeps the server's namespace until we have it open and the veth pair joins both. */
static void join_namespaces(void)
{
    int ready[2];
    char octet, command[200], path[64];
    leave_for_own_namespace();
    client_net = open("/proc/self/ns/net", O_RDONLY);
    if (pipe(ready) != 0)
        fail("pipe");
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (unshare(CLONE_NEWNET) != 0 || write(ready[1], "", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    if (child < 0 || read(ready[0], &octet, 1) != 1)
        fail("no second namespace");
    snprintf(path, sizeof path, "/proc/%d/ns/net", (int) child);
    server_net = open(path, O_RDONLY);
    snprintf(command, sizeof command, "ip link add name near type veth peer name far netns %d", (int) child);
    run_command(command);
    run_command("ip address add " CLIENT_ADDRESS "/24 dev near && ip link set near up");
    if (setns(server_net, CLONE_NEWNET) != 0)
        fail("setns");
    run_command("ip address add " SERVER_ADDRESS "/24 dev far && ip link set far up");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* A socket in one of the namespaces. */
static int socket_in(int net)
{
    int one = 1;
    if (setns(net, CLONE_NEWNET) != 0)
        fail("setns");
    int made = socket(AF_INET, SOCK_STREAM, 0);
    if (made < 0)
        fail("socket");
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    return made;
}

static void connect_pair(void)
{
    client = socket(AF_INET, SOCK_STREAM, 0); /* in the client's namespace, where this thread is by now */
    if (client < 0 || connect(client, (struct sockaddr *) &address, sizeof address) != 0)
        fail("connect");
    server = accept(listener, NULL, NULL);
    if (server < 0)
        fail("accept");
}

static void open_close(void)
{
    for (int i = 0; i < CONNECTIONS; i++) {
        connect_pair();
        close(client);
        close(server);
    }
}

static void exchange(int from, int to)
{
    if (write(from, buffer, (size_t) text) != text)
        fail("write");
    for (int got = 0; got < text;) {
        ssize_t length = read(to, buffer, sizeof buffer);
        if (length <= 0)
            fail("read");
        got += (int) length;
    }
}

static void request_response(void)
{
    for (int i = 0; i < ROUND_TRIPS; i++) {
        exchange(client, server);
        exchange(server, client);
    }
}

static uint64_t time_of(void (*run)(void), uint64_t runs)
{
    uint64_t before = clock_ns();
    for (uint64_t i = 0; i < runs; i++)
        run();
    return clock_ns() - before;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: linux open-close|request-response TEXT WARM_MS MEASURE_MS\n");
        return 2;
    }
    int opens = strcmp(argv[1], "open-close") == 0;
    text = atoi(argv[2]);
    join_namespaces();
    listener = socket_in(server_net);
    address.sin_family = AF_INET;
    address.sin_port = htons(PORT);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) != 0 || listen(listener, 128) != 0)
        fail("listen");
    inet_pton(AF_INET, SERVER_ADDRESS, &address.sin_addr);
    if (setns(client_net, CLONE_NEWNET) != 0)
        fail("setns");
    write_file("/proc/sys/net/ipv4/tcp_tw_reuse", "1");
    write_file("/proc/sys/net/ipv4/ip_local_port_range", "1024 65535");
    if (!opens) {
        int one = 1;
        connect_pair();
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    void (*run)(void) = opens ? open_close : request_response;
    uint64_t warm_ns = strtoull(argv[3], NULL, 10) * 1000000, runs = 1, took = 0;
    for (uint64_t warmed = 0; warmed < warm_ns; warmed += took) {
        runs = took < 10000000 ? runs * 2 : runs;
        took = time_of(run, runs) + 1;
    }
    runs = runs * strtoull(argv[4], NULL, 10) * 1000000 / took + 1;
    took = time_of(run, runs);
    double operations = (double) runs * (opens ? CONNECTIONS : ROUND_TRIPS);
    printf("%.3f %.0f 0\n", (double) took / operations, operations);
    return 0;
}
