#include <pthread.h>

/// Starts a thread that runs code of somebody else's.
int cplugin_start(pthread_t *thread, void *(*function)(void *), void *argument);
