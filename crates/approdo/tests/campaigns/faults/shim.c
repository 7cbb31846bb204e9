/* Stands between the program and its disk (LD_PRELOAD): fails one call, bounds the disk, and writes
 * down what was written and what was synced, so that a power cut can be played afterwards.
 *
 * Only files below APPRODO_FAULT_DIR are touched. APPRODO_FAULT_PLAN is a file that the test shares:
 * it arms the shim when the work begins and reads what was hit. With APPRODO_FAULT_LOG every change is
 * appended there in the order in which it was made, and every sync: faults/record.rs reads it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, TRUNCATE = 3, RENAME = 4, MADE = 5, REMOVED = 6, DIRECTORY = 7, LINKED = 8 };

/* No errno: the process ends at this call, before it is made. */
enum { KILLED = 4096 };

/* Eight words of 64 bits and a path, as faults/disk.rs reads and writes them. */
struct plan {
  uint64_t armed;   /* 0: count and fail nothing */
  uint64_t fail_at; /* which call fails, from 1; 0: none */
  uint64_t error;   /* with which errno */
  uint64_t lasting; /* whether every later call fails too */
  uint64_t room;    /* bytes by which files may still grow; UINT64_MAX: no bound */
  uint64_t calls;   /* out: calls since it was armed */
  uint64_t hit;     /* out: the kind of the first call that failed */
  uint64_t refused; /* out: calls that found no room */
  char where[256];  /* out: the path of the first call that failed */
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

static uint64_t inode_of(int fd) {
  struct stat now;
  return fstat(fd, &now) == 0 ? (uint64_t)now.st_ino : 0;
}

static void note(uint64_t kind, const char *path, uint64_t inode, uint64_t at, const void *data, uint64_t size) {
  if (log_fd < 0) return;
  uint64_t head[5] = {kind, strlen(path), inode, at, size};
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, head[1]}, {(void *)data, size}};
  uint64_t wanted = sizeof head + head[1] + size;
  if (syscall(SYS_writev, log_fd, parts, 3) != (long)wanted) abort();
}

static void hits(uint64_t kind, const char *path) {
  if (plan->hit) return;
  plan->hit = kind;
  snprintf(plan->where, sizeof plan->where, "%s", path);
}

/* Counts a call and tells whether it is the one that fails. */
static int fails(uint64_t kind, const char *path) {
  if (!plan->armed) return 0;
  uint64_t call = ++plan->calls;
  if (!plan->fail_at || (plan->lasting ? call < plan->fail_at : call != plan->fail_at)) return 0;
  hits(kind, path);
  if (plan->error == KILLED) kill(getpid(), SIGKILL);
  errno = (int)plan->error;
  return 1;
}

static int finds_room(int fd, const char *path, uint64_t end) {
  struct stat now;
  if (!plan->armed || plan->room == UINT64_MAX || fstat(fd, &now) != 0 || end <= (uint64_t)now.st_size) return 1;
  uint64_t more = end - (uint64_t)now.st_size;
  if (more > plan->room) {
    plan->refused++;
    hits(WRITE, path);
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
  if (at >= 0 && !fails(WRITE, path) && finds_room(fd, path, (uint64_t)at + size)) {
    note(WRITE, path, inode_of(fd), (uint64_t)at, data, size);
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

static int keep(int fd, long how) {
  char path[4096];
  if (!path_of(fd, path)) return (int)syscall(how, fd);
  pthread_mutex_lock(&turn);
  int done = -1;
  /* The page cache outlives a kill, and the cut is played from the log: no real sync is needed. */
  if (!fails(SYNC, path) && (log_fd >= 0 || syscall(how, fd) == 0)) {
    note(SYNC, path, inode_of(fd), 0, NULL, 0);
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
  if (!fails(TRUNCATE, path) && finds_room(fd, path, (uint64_t)size)) {
    note(TRUNCATE, path, inode_of(fd), (uint64_t)size, NULL, 0);
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
  if (!fails(RENAME, to)) {
    note(RENAME, from, 0, 0, to, strlen(to));
    done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  }
  pthread_mutex_unlock(&turn);
  return done;
}

/* A file that is made, or emptied as it is opened. */
static int opened(int from, const char *path, int flags, mode_t mode) {
  if (!plan || log_fd < 0 || !is_inside(path) || !(flags & (O_CREAT | O_TRUNC)))
    return (int)syscall(SYS_openat, from, path, flags, mode);
  pthread_mutex_lock(&turn);
  int kept = errno;
  int is_there = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
  errno = kept;
  int fd = (int)syscall(SYS_openat, from, path, flags, mode);
  if (fd >= 0 && !is_there) note(MADE, path, inode_of(fd), 0, NULL, 0);
  if (fd >= 0 && is_there && (flags & O_TRUNC)) note(TRUNCATE, path, inode_of(fd), 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return fd;
}

static mode_t mode_in(int flags, va_list rest) {
  return flags & O_CREAT ? (mode_t)va_arg(rest, unsigned) : 0;
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return opened(AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = mode_in(flags, rest);
  va_end(rest);
  return opened(AT_FDCWD, path, flags, mode);
}

/* A change of names: noted when it was made. */
static int named(int done, uint64_t kind, const char *path, const char *to) {
  if (done == 0) note(kind, path, 0, 0, to, to ? strlen(to) : 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int unlink(const char *path) {
  if (!plan || !is_inside(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_lock(&turn);
  return named((int)syscall(SYS_unlinkat, AT_FDCWD, path, 0), REMOVED, path, NULL);
}

int mkdir(const char *path, mode_t mode) {
  if (!plan || !is_inside(path)) return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  pthread_mutex_lock(&turn);
  return named((int)syscall(SYS_mkdirat, AT_FDCWD, path, mode), DIRECTORY, path, NULL);
}

int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags) {
  if (!plan || !is_inside(to)) return (int)syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
  pthread_mutex_lock(&turn);
  int done = (int)syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
  struct stat now;
  if (done == 0 && stat(to, &now) == 0) note(LINKED, to, (uint64_t)now.st_ino, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return done;
}
