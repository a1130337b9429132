#include "engine/cell.h"

/* Defined in the cell's own file, CELL-real.c. */
extern const BfLayerOps_f32 bf_dense_ops_f32, bf_rnn_ops_f32, bf_lstm_ops_f32, bf_gru_ops_f32;
extern const BfLayerOps_f64 bf_dense_ops_f64, bf_rnn_ops_f64, bf_lstm_ops_f64, bf_gru_ops_f64;

static const BfCell rows[] = {
  { .entry = { "dense", N_("Dense"), N_("h = φ(W x + b): every unit reads every input.") },
    .n_gates = 1, .ops_f32 = &bf_dense_ops_f32, .ops_f64 = &bf_dense_ops_f64 },
  { .entry = { "rnn", N_("Simple recurrent"),
               N_("hₜ = φ(W xₜ + U hₜ₋₁ + b): the same matrix U at every timestep.") },
    .recurrent = TRUE, .n_gates = 1, .ops_f32 = &bf_rnn_ops_f32, .ops_f64 = &bf_rnn_ops_f64 },
  { .entry = { "lstm", N_("LSTM"),
               N_("Long short-term memory: cₜ = f cₜ₋₁ + i g, so that the gradient passes the forget "
                  "gate f instead of a matrix.") },
    .recurrent = TRUE, .gated = TRUE, .has_cell_state = TRUE, .n_gates = 4,
    .ops_f32 = &bf_lstm_ops_f32, .ops_f64 = &bf_lstm_ops_f64 },
  { .entry = { "gru", N_("GRU"),
               N_("Gated recurrent unit: hₜ = (1 − z) n + z hₜ₋₁, so that the gradient passes the "
                  "update gate z.") },
    .recurrent = TRUE, .gated = TRUE, .n_gates = 3,
    .ops_f32 = &bf_gru_ops_f32, .ops_f64 = &bf_gru_ops_f64 },
};

const BfTable bf_cell_table = BF_TABLE ("cells", rows);
