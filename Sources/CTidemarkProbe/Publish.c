#if defined(__linux__)
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Probe.h"

/// Defined by what is linked beside the probe and shows the ledger to other processes.
extern bool tidemark_showsLedger(void) __attribute__((weak));

// The ledger's memory, and the file by which it is found; -1 where there is none.
static int ledgerFile = -1;
static int ledgerError;
static bool isWanted;
static int lockedFile = -1;
static char publishedPath[4096];
// Where the process answers requests, or empty; and how long the file is without that.
static char listenLine[256];
static off_t publishedLength;
static pthread_mutex_t publishing = PTHREAD_MUTEX_INITIALIZER;

static bool asksToPublish(void) {
  const char *value = getenv("TIDEMARK_PUBLISH");
  return value && strcmp(value, "1") == 0;
}

int tidemark_makeLedgerFile(uint64_t size) {
  isWanted = (tidemark_showsLedger && tidemark_showsLedger()) || asksToPublish();
  if (!isWanted) return -1;
  int file = memfd_create("tidemark-ledger", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0 || ftruncate(file, (off_t)size) != 0
      || fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    ledgerError = errno;
    if (file >= 0) close(file);
    return -1;
  }
  ledgerFile = file;
  return file;
}

uint64_t tidemark_processStart(void) {
  char text[1024];
  int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  // The name in parentheses may contain anything; the field wanted is the 20th after it.
  char *field = strrchr(text, ')');
  for (int count = 0; field && count < 20; count++) {
    field = strchr(field, ' ');
    if (field) field += 1;
  }
  return field ? strtoull(field, NULL, 10) : 0;
}

/// Writes the path of the folder, and makes it where there is none.
static void makeFolder(char *path, size_t size) {
  const char *given = getenv("TIDEMARK_DIR");
  const char *runtime = getenv("XDG_RUNTIME_DIR");
  if (given && *given) snprintf(path, size, "%s", given);
  else if (runtime && *runtime == '/') snprintf(path, size, "%s/tidemark", runtime);
  else snprintf(path, size, "/dev/shm/tidemark-%u", (unsigned)geteuid());
  mkdir(path, 0700);
}

static TidemarkPublication failed(TidemarkPublication publication, TidemarkPublishStatus status) {
  publication.status = status;
  publication.error = errno;
  return publication;
}

static TidemarkPublication publish(void) {
  TidemarkPublication publication = {TidemarkPublishDone, 0, ""};
  if (lockedFile >= 0) {
    memcpy(publication.path, publishedPath, sizeof publishedPath);
    return publication;
  }
  if (!tidemark_mapLedger() || ledgerFile < 0) {
    errno = ledgerError;
    return failed(
      publication, isWanted ? TidemarkPublishNoMemory : TidemarkPublishNotPrepared);
  }
  makeFolder(publication.path, sizeof publication.path);
  int folder = open(publication.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return failed(publication, TidemarkPublishNoFolder);
  struct stat status;
  if (fstat(folder, &status) != 0 || status.st_uid != geteuid() || (status.st_mode & 022)) {
    close(folder);
    errno = EPERM;
    return failed(publication, TidemarkPublishForeignFolder);
  }
  const TidemarkLedgerHeader *header = tidemark_tables.header;
  char name[64];
  snprintf(
    name, sizeof name, "%llu-%llu", (unsigned long long)header->pid,
    (unsigned long long)header->processStart);
  char text[64];
  int length = snprintf(text, sizeof text, "tidemark %d\nfd %d\n", TIDEMARK_LEDGER_VERSION, ledgerFile);
  // Filled and locked before it has its name, so that nobody takes it for what a dead process left.
  int file = openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  char self[64];
  if (file >= 0) snprintf(self, sizeof self, "/proc/self/fd/%d", file);
  // What has the name already is left from before this process became another program.
  unlinkat(folder, name, 0);
  size_t lineLength = strlen(listenLine);
  bool isMade = file >= 0 && write(file, text, (size_t)length) == length
    && write(file, listenLine, lineLength) == (ssize_t)lineLength
    && flock(file, LOCK_SH | LOCK_NB) == 0
    && linkat(AT_FDCWD, self, folder, name, AT_SYMLINK_FOLLOW) == 0;
  int error = errno;
  close(folder);
  if (!isMade) {
    if (file >= 0) close(file);
    errno = error;
    return failed(publication, TidemarkPublishNoFile);
  }
  size_t used = strlen(publication.path);
  snprintf(publication.path + used, sizeof publication.path - used, "/%s", name);
  memcpy(publishedPath, publication.path, sizeof publishedPath);
  publishedLength = length;
  lockedFile = file;
  return publication;
}

TidemarkPublication tidemark_publish(void) {
  int saved = errno;
  pthread_mutex_lock(&publishing);
  TidemarkPublication publication = publish();
  pthread_mutex_unlock(&publishing);
  errno = saved;
  return publication;
}

int tidemark_ledgerDescriptor(void) {
  return tidemark_mapLedger() ? ledgerFile : -1;
}

bool tidemark_publishAddress(const char *address) {
  pthread_mutex_lock(&publishing);
  int length = address ? snprintf(listenLine, sizeof listenLine, "listen %s\n", address) : 0;
  bool isKept = length >= 0 && length < (int)sizeof listenLine;
  if (!address || !isKept) listenLine[0] = 0;
  size_t size = strlen(listenLine);
  // Whoever reads meanwhile sees a line that has no end, and takes it for none.
  if (lockedFile >= 0)
    isKept = ftruncate(lockedFile, publishedLength) == 0
      && pwrite(lockedFile, listenLine, size, publishedLength) == (ssize_t)size && isKept;
  pthread_mutex_unlock(&publishing);
  return isKept;
}

void tidemark_unpublish(void) {
  pthread_mutex_lock(&publishing);
  if (lockedFile >= 0) {
    unlink(publishedPath);
    close(lockedFile);
    lockedFile = -1;
  }
  pthread_mutex_unlock(&publishing);
}

void tidemark_forgetPublication(void) {
  if (lockedFile >= 0) close(lockedFile);
  if (ledgerFile >= 0) close(ledgerFile);
  lockedFile = -1;
  ledgerFile = -1;
  isWanted = false;
  listenLine[0] = 0;
  publishing = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}

__attribute__((constructor(104))) static void publishAtOnce(void) {
  if (!asksToPublish()) return;
  TidemarkPublication publication = tidemark_publish();
  if (publication.status == TidemarkPublishDone) return;
  fprintf(
    stderr, "tidemark: the process can't be watched: %s: %s\n", publication.path,
    strerror(publication.error));
}

__attribute__((destructor)) static void takeBack(void) { tidemark_unpublish(); }

#endif
