#include "plot/scale.h"
