#ifndef CTIDEMARK_PRELOAD_H
#define CTIDEMARK_PRELOAD_H

// Nothing is called: being loaded is all it takes.

#endif
