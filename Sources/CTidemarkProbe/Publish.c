#if defined(__linux__)
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "Probe.h"

/// Defined by what is linked beside the probe and shows the ledger to other processes.
extern bool tidemark_showsLedger(void) __attribute__((weak));

/// A descriptor of the probe's own, and what it was opened for.
///
/// A program may close what it did not open, and then get the number for a file of its own.
typedef struct OwnFile {
  int number;
  dev_t device;
  ino_t inode;
} OwnFile;

#define NO_FILE ((OwnFile){-1, 0, 0})

/// From where on descriptors are taken, so that the program gets the numbers that it would get anyway.
#define FIRST_DESCRIPTOR 200

// The ledger's memory, and the file by which it is found.
static OwnFile ledgerFile = {-1, 0, 0};
static OwnFile publishedFile = {-1, 0, 0};
static int ledgerError;
static bool isWanted;
static pid_t publisher;
static char publishedPath[TIDEMARK_PATH_LIMIT];
// Where the process answers requests, or empty; and how long the file is without that.
static char listenLine[256];
static off_t publishedLength;
static pthread_mutex_t publishing = PTHREAD_MUTEX_INITIALIZER;

static bool asksToPublish(void) {
  const char *value = secure_getenv("TIDEMARK_PUBLISH");
  return value && strcmp(value, "1") == 0;
}

/// Whether the descriptor is still what it was opened for.
static bool isOpen(const OwnFile *file) {
  struct stat status;
  return file->number >= 0 && fstat(file->number, &status) == 0 && status.st_dev == file->device
    && status.st_ino == file->inode;
}

static void closeOwn(OwnFile *file) {
  if (isOpen(file)) close(file->number);
  *file = NO_FILE;
}

/// Takes over a descriptor under a number that nobody expects to get.
static OwnFile own(int number) {
  int high = fcntl(number, F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
  // Never one of the three streams, which a program may have been started without.
  if (high < 0) high = fcntl(number, F_DUPFD_CLOEXEC, 3);
  int error = errno;
  close(number);
  struct stat status;
  if (high < 0 || fstat(high, &status) != 0) {
    if (high >= 0) close(high);
    errno = error;
    return NO_FILE;
  }
  return (OwnFile){high, status.st_dev, status.st_ino};
}

/// Whether a file of the ledger's size may be made: where it may not, trying ends in a signal.
static bool mayHaveSize(uint64_t size) {
  struct rlimit limit;
  return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
    || limit.rlim_cur >= size;
}

int tidemark_makeLedgerFile(uint64_t size) {
  isWanted = (tidemark_showsLedger && tidemark_showsLedger()) || asksToPublish();
  if (!isWanted) return -1;
  if (!mayHaveSize(size)) {
    ledgerError = EFBIG;
    return -1;
  }
  int memory = memfd_create("tidemark-ledger", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  OwnFile file = memory < 0 ? NO_FILE : own(memory);
  if (file.number < 0 || ftruncate(file.number, (off_t)size) != 0
      || fcntl(file.number, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    ledgerError = errno;
    closeOwn(&file);
    return -1;
  }
  ledgerFile = file;
  return file.number;
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

/// Writes the path of the folder; a link in its last part is not followed later on.
///
/// - Returns: whether there is room for it, and for a name behind it.
static bool findFolder(char *path, size_t size) {
  const char *given = secure_getenv("TIDEMARK_DIR");
  const char *runtime = secure_getenv("XDG_RUNTIME_DIR");
  int length;
  if (given && *given) {
    length = snprintf(path, size, "%s", given);
  } else if (runtime && *runtime == '/') {
    length = snprintf(path, size, "%s/tidemark", runtime);
  } else {
    length = snprintf(path, size, "/dev/shm/tidemark-%u", (unsigned)geteuid());
  }
  errno = ENAMETOOLONG;
  if (length < 0 || (size_t)length + 64 > size) return false;
  while (length > 1 && path[length - 1] == '/') path[--length] = 0;
  return true;
}

static TidemarkPublication failed(TidemarkPublication publication, TidemarkPublishStatus status) {
  publication.error = errno;
  publication.status = status;
  return publication;
}

/// Locks a file for as long as any process has it open; who asks for the lock does not disturb it.
static bool lock(int file) {
  struct flock all = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  return fcntl(file, F_OFD_SETLK, &all) == 0;
}

/// Makes the file under a name that viewers overlook, and gives it its own when it is complete.
static OwnFile makeFile(int folder, const char *name) {
  char draft[68];
  snprintf(draft, sizeof draft, ".%s", name);
  unlinkat(folder, draft, 0);
  int made = openat(folder, draft, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600);
  OwnFile file = made < 0 ? NO_FILE : own(made);
  if (file.number < 0) {
    int error = errno;
    if (made >= 0) unlinkat(folder, draft, 0);
    errno = error;
    return NO_FILE;
  }
  char text[64];
  int length =
    snprintf(text, sizeof text, "tidemark %d\nfd %d\n", TIDEMARK_LEDGER_VERSION, ledgerFile.number);
  publishedLength = length;
  size_t lineLength = strlen(listenLine);
  errno = ENOSPC;
  // What has the name already is left from before this process became another program.
  if (write(file.number, text, (size_t)length) == length
      && write(file.number, listenLine, lineLength) == (ssize_t)lineLength && lock(file.number)
      && renameat(folder, draft, folder, name) == 0)
    return file;
  int error = errno;
  unlinkat(folder, draft, 0);
  closeOwn(&file);
  errno = error;
  return NO_FILE;
}

/// Whether what was published before is still there: folders like these are cleaned up by others.
static bool isPublished(void) {
  struct stat status;
  return isOpen(&publishedFile) && lstat(publishedPath, &status) == 0
    && status.st_dev == publishedFile.device && status.st_ino == publishedFile.inode;
}

static TidemarkPublication publish(void) {
  TidemarkPublication publication = {TidemarkPublishDone, 0, ""};
  bool isMapped = tidemark_mapLedger();
  const TidemarkLedgerHeader *header = tidemark_tables.header;
  errno = 0;
  if (isMapped && header->capabilities & TidemarkCapabilityForked)
    return failed(publication, TidemarkPublishForked);
  if (isMapped && header->capabilities & TidemarkCapabilityOff)
    return failed(publication, TidemarkPublishOff);
  if (!isMapped || ledgerFile.number < 0) {
    errno = ledgerError ? ledgerError : ENOMEM;
    return failed(
      publication, isWanted ? TidemarkPublishNoMemory : TidemarkPublishNotPrepared);
  }
  if (header->processStart == 0) return failed(publication, TidemarkPublishNoProc);
  if (!isOpen(&ledgerFile)) return failed(publication, TidemarkPublishClosed);
  if (isPublished()) {
    memcpy(publication.path, publishedPath, sizeof publishedPath);
    return publication;
  }
  closeOwn(&publishedFile);
  if (!findFolder(publication.path, sizeof publication.path))
    return failed(publication, TidemarkPublishNoFolder);
  // A viewer that runs elsewhere would look elsewhere.
  if (publication.path[0] != '/') return failed(publication, TidemarkPublishRelativeFolder);
  mkdir(publication.path, 0700);
  int folder = open(publication.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return failed(publication, TidemarkPublishNoFolder);
  struct stat status;
  if (fstat(folder, &status) != 0 || status.st_uid != geteuid() || (status.st_mode & 022)) {
    close(folder);
    errno = EPERM;
    return failed(publication, TidemarkPublishForeignFolder);
  }
  char name[64];
  snprintf(
    name, sizeof name, "%llu-%llu", (unsigned long long)header->pid,
    (unsigned long long)header->processStart);
  OwnFile file = makeFile(folder, name);
  int error = errno;
  close(folder);
  if (file.number < 0) {
    errno = error;
    return failed(publication, TidemarkPublishNoFile);
  }
  size_t used = strlen(publication.path);
  snprintf(publication.path + used, sizeof publication.path - used, "/%s", name);
  memcpy(publishedPath, publication.path, sizeof publishedPath);
  publishedFile = file;
  publisher = getpid();
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
  return tidemark_mapLedger() && isOpen(&ledgerFile) ? ledgerFile.number : -1;
}

bool tidemark_publishAddress(const char *address, bool needsToken) {
  pthread_mutex_lock(&publishing);
  // One write for both, so that nobody sees the second line missing.
  int length =
    address
      ? snprintf(
        listenLine, sizeof listenLine, "%slisten %s\n", needsToken ? "token needed\n" : "", address)
      : 0;
  bool isKept = length >= 0 && length < (int)sizeof listenLine;
  if (!address || !isKept) listenLine[0] = 0;
  size_t size = strlen(listenLine);
  // Whoever reads meanwhile sees a line that has no end, and takes it for none.
  if (publisher == getpid() && isOpen(&publishedFile))
    isKept = ftruncate(publishedFile.number, publishedLength) == 0
      && pwrite(publishedFile.number, listenLine, size, publishedLength) == (ssize_t)size && isKept;
  pthread_mutex_unlock(&publishing);
  return isKept;
}

void tidemark_unpublish(void) {
  int saved = errno;
  pthread_mutex_lock(&publishing);
  // A child that nobody saw being forked must not take back what is its parent's.
  if (publishedFile.number >= 0 && publisher == getpid()) {
    // The name contains the process and its start: nobody else's file has it.
    unlink(publishedPath);
    closeOwn(&publishedFile);
  }
  pthread_mutex_unlock(&publishing);
  errno = saved;
}

void tidemark_forgetPublication(void) {
  closeOwn(&publishedFile);
  closeOwn(&ledgerFile);
  listenLine[0] = 0;
  publishing = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
}

void tidemark_describePublication(
  const TidemarkPublication *publication, char *text, size_t size) {
  const char *path = publication->path;
  const char *reason = strerror(publication->error);
  const char *advice = "set TIDEMARK_DIR to a folder of your own";
  switch (publication->status) {
  case TidemarkPublishDone: snprintf(text, size, "%s", path); break;
  case TidemarkPublishOff: snprintf(text, size, "the probe is switched off by TIDEMARK=off"); break;
  case TidemarkPublishForked:
    snprintf(
      text, size,
      "the process was forked from one that is watched, and counts nothing; let it become a program "
      "with exec");
    break;
  case TidemarkPublishNotPrepared:
    snprintf(
      text, size, "there is no ledger to show: link the product TidemarkAgent into the program");
    break;
  case TidemarkPublishNoMemory:
    snprintf(
      text, size, "there is no memory for a ledger that others can see: %s%s", reason,
      publication->error == EFBIG ? "; raise the limit on the size of files (ulimit -f)"
                                  : "; raise the limit on memory or on open files");
    break;
  case TidemarkPublishNoProc:
    snprintf(text, size, "/proc can't be read, and viewers come that way; mount it");
    break;
  case TidemarkPublishClosed:
    snprintf(
      text, size,
      "the program has closed the ledger's descriptor; let it close only what it has opened, or keep "
      "descriptors from %d on",
      FIRST_DESCRIPTOR);
    break;
  case TidemarkPublishRelativeFolder:
    snprintf(
      text, size,
      "TIDEMARK_DIR is '%s', which is another folder for a viewer that runs elsewhere; set it to a path "
      "that begins with /",
      path);
    break;
  case TidemarkPublishNoFolder:
    if (publication->error == ENOTDIR || publication->error == ELOOP)
      reason = "it is no folder, or a link to one";
    snprintf(text, size, "%s can't be made or opened: %s; %s", path, reason, advice);
    break;
  case TidemarkPublishForeignFolder:
    snprintf(
      text, size, "%s belongs to another user, or others may write to it; %s", path, advice);
    break;
  case TidemarkPublishNoFile:
    snprintf(
      text, size, "no file can be made in %s: %s; %s%s", path, reason,
      publication->error == ENOSPC ? "free some, or " : "", advice);
    break;
  }
}

void tidemark_publishOrSay(void) {
  TidemarkPublication publication = tidemark_publish();
  // Whoever switched the probe off knows.
  if (publication.status == TidemarkPublishDone || publication.status == TidemarkPublishOff) return;
  char text[TIDEMARK_PATH_LIMIT + 256];
  tidemark_describePublication(&publication, text, sizeof text);
  fprintf(stderr, "tidemark: the process can't be watched: %s\n", text);
}

__attribute__((constructor(104))) static void publishAtOnce(void) {
  if (asksToPublish()) tidemark_publishOrSay();
}

__attribute__((destructor)) static void takeBack(void) { tidemark_unpublish(); }

#endif
