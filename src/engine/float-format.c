#include "engine/float-format.h"

static const BfFloatFormat rows[] = {
  { { "fp16", "fp16", N_("Half precision, IEEE binary16: 5 bits of exponent, 10 of mantissa") },
    0x1p-24, 0x1p-14, 65504, 65520, TRUE },
  { { "bf16", "bfloat16", N_("The range of single precision with 7 bits of mantissa") },
    0x1p-133, 0x1p-126, 0x1.fep127, 0x1.ffp127, TRUE },
  { { "fp8_e4m3", "fp8 E4M3", N_("8 bits: 4 of exponent, 3 of mantissa; no infinity") },
    0x1p-9, 0x1p-6, 448, 464, FALSE },
  { { "fp8_e5m2", "fp8 E5M2", N_("8 bits: 5 of exponent, 2 of mantissa") },
    0x1p-16, 0x1p-14, 57344, 61440, TRUE },
};

const BfTable bf_float_format_table = BF_TABLE ("float-formats", rows);
