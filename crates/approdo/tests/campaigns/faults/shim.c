/* Stands between the program and its disk (LD_PRELOAD): fails one call, bounds the disk, and writes
 * down what was written and what was synced, so that a power cut can be played afterwards.
 *
 * Only files below APPRODO_FAULT_DIR are touched. APPRODO_FAULT_PLAN is a file that the test shares:
 * it arms the shim when the work begins and reads what was hit. With APPRODO_FAULT_LOG every change is
 * appended there before it is made, and every sync after it succeeded: killed in between, a sync
 * counts as not made, and nobody was answered. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 3, RENAME = 4, FAILED_SYNC = 5 };

/* No errno: the process ends at this call, before it is made. */
enum { KILLED = 4096 };

/* Eight words of 64 bits, as faults/disk.rs reads and writes them. */
struct plan {
  uint64_t armed;   /* 0: count and fail nothing */
  uint64_t fail_at; /* which call fails, from 1; 0: none */
  uint64_t error;   /* with which errno */
  uint64_t lasting; /* whether every later call fails too */
  uint64_t room;    /* bytes by which files may still grow; UINT64_MAX: no bound */
  uint64_t calls;   /* out: calls since it was armed */
  uint64_t hit;     /* out: the kind of the first call that failed */
  uint64_t refused; /* out: calls that found no room */
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static struct plan *plan;
static const char *home;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
  const char *plan_path = getenv("APPRODO_FAULT_PLAN"), *log_path = getenv("APPRODO_FAULT_LOG");
  home = getenv("APPRODO_FAULT_DIR");
  if (!home || !plan_path) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, plan_path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) abort();
  void *shared = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED) abort();
  if (log_path) {
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log_fd < 0) abort();
  }
  plan = shared;
}

static int is_inside(const char *path) {
  size_t length = strlen(home);
  return strncmp(path, home, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The path of an open file below the directory, or 0. */
static int path_of(int fd, char path[4096]) {
  if (!plan) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int kept = errno;
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
  errno = kept;
  if (length <= 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

static void note(uint64_t kind, const char *path, uint64_t at, const void *data, uint64_t size) {
  if (log_fd < 0) return;
  uint64_t head[4] = {kind, strlen(path), at, size};
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, head[1]}, {(void *)data, data ? size : 0}};
  uint64_t wanted = sizeof head + head[1] + (data ? size : 0);
  if (syscall(SYS_writev, log_fd, parts, 3) != (long)wanted) abort();
}

/* Counts a call and tells whether it is the one that fails. */
static int fails(uint64_t kind) {
  if (!plan->armed) return 0;
  uint64_t call = ++plan->calls;
  if (!plan->fail_at || (plan->lasting ? call < plan->fail_at : call != plan->fail_at)) return 0;
  if (!plan->hit) plan->hit = kind;
  if (plan->error == KILLED) kill(getpid(), SIGKILL);
  errno = (int)plan->error;
  return 1;
}

static int finds_room(int fd, uint64_t end) {
  struct stat now;
  if (!plan->armed || plan->room == UINT64_MAX || fstat(fd, &now) != 0 || end <= (uint64_t)now.st_size) return 1;
  uint64_t more = end - (uint64_t)now.st_size;
  if (more > plan->room) {
    plan->refused++;
    if (!plan->hit) plan->hit = WRITE;
    errno = ENOSPC;
    return 0;
  }
  plan->room -= more;
  return 1;
}

static ssize_t put(int fd, const void *data, size_t size, off_t at, const char *path, int moves) {
  pthread_mutex_lock(&turn);
  if (moves) {
    int flags = fcntl(fd, F_GETFL);
    at = lseek(fd, 0, flags >= 0 && (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
  }
  ssize_t done = -1;
  if (at >= 0 && !fails(WRITE) && finds_room(fd, (uint64_t)at + size)) {
    note(WRITE, path, (uint64_t)at, data, size);
    done = moves ? syscall(SYS_write, fd, data, size) : syscall(SYS_pwrite64, fd, data, size, at);
  }
  pthread_mutex_unlock(&turn);
  return done;
}

ssize_t write(int fd, const void *data, size_t size) {
  char path[4096];
  if (!path_of(fd, path)) return syscall(SYS_write, fd, data, size);
  return put(fd, data, size, 0, path, 1);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
  char path[4096];
  if (!path_of(fd, path)) return syscall(SYS_pwrite64, fd, data, size, at);
  return put(fd, data, size, at, path, 0);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

/* What a failed sync had to keep is gone for good: a later one that succeeds does not bring it back. */
static int keep(int fd, long how) {
  char path[4096];
  if (!path_of(fd, path)) return (int)syscall(how, fd);
  pthread_mutex_lock(&turn);
  int done = -1;
  if (fails(SYNC)) note(FAILED_SYNC, path, 0, NULL, 0);
  /* The page cache outlives a kill, and the cut is played from the log: no real sync is needed. */
  else if (log_fd >= 0 || (done = (int)syscall(how, fd)) == 0) {
    note(SYNC, path, 0, NULL, 0);
    done = 0;
  }
  pthread_mutex_unlock(&turn);
  return done;
}

int fsync(int fd) { return keep(fd, SYS_fsync); }
int fdatasync(int fd) { return keep(fd, SYS_fdatasync); }

int ftruncate64(int fd, off64_t size) {
  char path[4096];
  if (!path_of(fd, path)) return (int)syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&turn);
  int done = -1;
  if (!fails(TRUNCATE) && finds_room(fd, (uint64_t)size)) {
    note(TRUNCATE, path, (uint64_t)size, NULL, 0);
    done = (int)syscall(SYS_ftruncate, fd, size);
  }
  pthread_mutex_unlock(&turn);
  return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int rename(const char *from, const char *to) {
  if (!plan || !is_inside(to)) return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  pthread_mutex_lock(&turn);
  int done = -1;
  if (!fails(RENAME)) {
    note(RENAME, from, 0, to, strlen(to));
    done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  }
  pthread_mutex_unlock(&turn);
  return done;
}
