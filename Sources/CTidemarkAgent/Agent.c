#include "CTidemarkAgent.h"

bool tidemark_showsLedger(void) { return true; }
