/* A disk on which every flush takes SLOW_DISK_MS milliseconds, for LD_PRELOAD.
 *
 * Each flush also adds a byte to the file SLOW_DISK_COUNT, if that is set, so that a test can see
 * that an answer came after a flush. Only flushes that are ours to slow: reads and writes are not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void slow_down(void)
{
    const char *ms = getenv("SLOW_DISK_MS");
    const char *count = getenv("SLOW_DISK_COUNT");
    if (ms != NULL) {
        long wait = atol(ms);
        struct timespec pause = {wait / 1000, (wait % 1000) * 1000000L};
        nanosleep(&pause, NULL);
    }
    if (count != NULL) {
        int file = open(count, O_WRONLY | O_APPEND | O_CREAT, 0600);
        if (file >= 0) {
            if (write(file, ".", 1) < 0) {
                /* Then it is not counted, and the test says so. */
            }
            close(file);
        }
    }
}

int fsync(int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    slow_down();
    return real(file);
}

int fdatasync(int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    slow_down();
    return real(file);
}
