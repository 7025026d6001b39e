#ifndef CTIDEMARK_AGENT_H
#define CTIDEMARK_AGENT_H

#include <stdbool.h>

/// Tells the probe to keep its ledger where other processes can see it; linking it is what says so.
bool tidemark_showsLedger(void);

#endif
