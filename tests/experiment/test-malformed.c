/* What is not an experiment is refused with a message that says what and where; nothing is half
 * read. */
#include "sample.h"

#include "experiment/file.h"

#include <string.h>

typedef struct {
  const char *name;
  int code;             /* BfFileError; -1: accepted */
  const char *text;
  const char *message;  /* a part of it */
} Case;

#define HEAD "{\"format\": \"backflow-experiment\", \"version\": 1, "
#define ONE(members) HEAD "\"configurations\": [{" members "}]}"
#define TASK(members) ONE ("\"task\": {" members "}")
#define LAYER(members) ONE ("\"layers\": [{" members "}]")
#define TRAINING(members) ONE ("\"training\": {" members "}")
/* One dense layer and one record. */
#define RESULTS(text) HEAD "\"configurations\": [{\"layers\": [{\"repeat\": 2}]}], \"results\": " text "}"
#define RECORD(members) RESULTS ("{\"records\": [{" members "}]}")

/* Histograms of two layers at step 4, of which @gradient is what differs. */
#define BINS(zero, first, octaves, counts) \
  "{\"zero\": " zero ", \"not_finite\": [[0, 0]], \"first\": " first ", \"octaves\": " octaves \
  ", \"counts\": " counts "}"
#define GOOD_BINS BINS ("[[0, 1]]", "[[-3, 0]]", "[[2, 0]]", "[[1, 0, 0, 0, 0], [0, 0, 0, 0, 7]]")
#define HISTOGRAMS(steps, gradient) \
  RECORD ("\"steps\": [2, 4], \"histograms\": {\"steps\": " steps ", \"activation_gradient\": " \
          gradient ", \"activation\": " GOOD_BINS "}")

#define JSON BF_FILE_ERROR_NOT_JSON
#define FIELD BF_FILE_ERROR_FIELD
#define NEWER BF_FILE_ERROR_NEWER
#define LARGE BF_FILE_ERROR_TOO_LARGE
#define GOOD -1

static const Case cases[] = {
  /* Not JSON at all. */
  { "empty", JSON, "", "the file is empty" },
  { "blank", JSON, " \n\n ", "line 3, column 2: the file ends too early" },
  { "text", JSON, "Dear Sir,", "line 1, column 1: unexpected “D”" },
  { "byte order mark", JSON, "\xef\xbb\xbf{}", "line 1, column 1: begins with a byte order mark" },
  { "latin 1", JSON, "{\n\"title\": \"caf\xe9\"}", "line 2, column 14: not valid UTF-8" },
  { "utf-16", JSON, "\xff\xfe{", "line 1, column 1: not valid UTF-8" },
  { "truncated", JSON, HEAD "\"title\": \"abc", "the file ends too early" },
  { "truncated escape", JSON, "{\"a\": \"\\", "the file ends too early" },
  { "truncated code", JSON, "{\"a\": \"\\u12", "the file ends too early" },
  { "truncated word", JSON, "[tru", "the file ends too early" },
  { "trailing text", JSON, ONE ("") " x", "text after the end of the document" },
  { "two documents", JSON, "{}{}", "line 1, column 3: text after the end" },
  { "column counts characters", JSON, "{\"é\": x}", "line 1, column 7: unexpected “x”" },
  { "control character", JSON, "{\"a\": \"\x01\"}", "unexpected character U+0001" },
  { "new line in a string", JSON, "{\"a\": \"\n\"}",
    "line 1, column 8: unexpected character U+000A" },
  { "single quotes", JSON, "{'a': 1}", "line 1, column 2: unexpected “'”" },
  { "no quotes", JSON, "{a: 1}", "line 1, column 2: unexpected “a”" },
  { "comment", JSON, "{} // nothing", "text after the end" },
  { "comma at the end of an object", JSON, "{\"a\": 1,}", "line 1, column 9: unexpected “}”" },
  { "comma at the end of an array", JSON, "[1,]", "line 1, column 4: unexpected “]”" },
  { "no comma", JSON, "[1 2]", "line 1, column 4: unexpected “2”" },
  { "no colon", JSON, "{\"a\" 1}", "line 1, column 6: unexpected “1”" },
  { "wrong bracket", JSON, "{\"a\": [1}", "line 1, column 9: unexpected “}”" },
  { "escape", JSON, "{\"a\": \"\\x\"}", "line 1, column 9: unexpected “x”" },
  { "NUL by escape", JSON, "{\"a\": \"\\u0000\"}",
    "line 1, column 8: an escape that is no character" },
  { "half a surrogate", JSON, "{\"a\": \"\\ud83d\"}", "an escape that is no character" },
  { "wrong surrogate", JSON, "{\"a\": \"\\ud83d\\u0041\"}", "an escape that is no character" },
  { "hexadecimal", JSON, LAYER ("\"units\": 0x10"), "unexpected “x”" },
  { "leading zero", JSON, LAYER ("\"units\": 064"), "unexpected “6”" },
  { "leading plus", JSON, LAYER ("\"units\": +64"), "unexpected “+”" },
  { "no digit after the point", JSON, TRAINING ("\"learning_rate\": 1."), "unexpected “}”" },
  { "no digit before the point", JSON, TRAINING ("\"learning_rate\": .5"), "unexpected “.”" },
  { "no digit in the exponent", JSON, TRAINING ("\"learning_rate\": 1e"), "unexpected “}”" },
  { "bare NaN", JSON, TRAINING ("\"learning_rate\": NaN"), "unexpected “N”" },
  { "huge number", JSON, TRAINING ("\"learning_rate\": 1e999"), "a number too large for any use" },
  { "capital True", JSON, "[True]", "unexpected “T”" },

  /* Beyond the limits. */
  { "too many keys", LARGE, NULL, "too many keys in one object" },
  { "long key", LARGE, NULL, "a key longer than any that is known" },
  { "deep arrays", LARGE, NULL, "nested too deeply" },
  { "deep objects", LARGE, NULL, "nested too deeply" },

  /* Not an experiment. */
  { "array", FIELD, "[]", "must be an object, not an array" },
  { "number", FIELD, "17", "must be an object, not a number" },
  { "null", FIELD, "null", "must be an object, not null" },
  { "no format", FIELD, "{\"version\": 1}", "format: missing; this is not an experiment" },
  { "other format", FIELD, "{\"format\": \"gltf\", \"version\": 1}",
    "format: must be “backflow-experiment”" },
  { "format is a number", FIELD, "{\"format\": 1}", "format: must be a string, not a number" },
  { "no version", FIELD, "{\"format\": \"backflow-experiment\"}", "version: missing" },
  { "version is a string", FIELD, "{\"format\": \"backflow-experiment\", \"version\": \"1\"}",
    "version: must be an integer, not a string" },
  { "version zero", FIELD, "{\"format\": \"backflow-experiment\", \"version\": 0}",
    "version: must be 1" },
  { "version one and a half", FIELD, "{\"format\": \"backflow-experiment\", \"version\": 1.5}",
    "version: must be an integer" },
  { "newer version", NEWER,
    "{\"format\": \"backflow-experiment\", \"version\": 2, \"unheard\": []}",
    "version: 2, written by a newer Backflow; this one reads version 1" },

  /* Keys. */
  { "unknown key", FIELD, HEAD "\"frobnicate\": 1}", "frobnicate: unknown key" },
  { "near key", FIELD, HEAD "\"titel\": \"A\"}", "titel: unknown key; did you mean “title”?" },
  { "unknown key of a configuration", FIELD, ONE ("\"layer\": []"),
    "configurations[0].layer: unknown key; did you mean “layers”?" },
  { "unknown key of a layer", FIELD, ONE ("\"layers\": [{}, {}, {\"unitz\": 3}]"),
    "configurations[0].layers[2].unitz: unknown key; did you mean “units”?" },
  { "name in the struct is no key", FIELD, LAYER ("\"activation_parameter\": 1"),
    "activation_parameter: unknown key" },
  { "unknown key of training", FIELD, TRAINING ("\"lr\": 1"),
    "configurations[0].training.lr: unknown key" },
  { "unknown key of a task", FIELD, TASK ("\"lenght\": 1"),
    "configurations[0].task.lenght: unknown key; did you mean “length”?" },
  { "empty key", FIELD, HEAD "\"\": 1}", ": unknown key" },
  { "twice", FIELD, LAYER ("\"units\": 3, \"units\": 3"),
    "configurations[0].layers[0].units: given twice" },
  { "twice by escape", FIELD, LAYER ("\"units\": 3, \"\\u0075nits\": 3"),
    "layers[0].units: given twice" },

  /* Types. */
  { "title is a number", FIELD, HEAD "\"title\": 1}", "title: must be a string, not a number" },
  { "configurations is an object", FIELD, HEAD "\"configurations\": {}}",
    "configurations: must be an array, not an object" },
  { "configuration is a number", FIELD, HEAD "\"configurations\": [1]}",
    "configurations[0]: must be an object, not a number" },
  { "no configuration", FIELD, HEAD "\"configurations\": []}",
    "configurations: must be 1 to 64, not 0" },
  { "layers is a number", FIELD, ONE ("\"layers\": 20"),
    "configurations[0].layers: must be an array, not a number" },
  { "layer is a string", FIELD, ONE ("\"layers\": [\"dense\"]"),
    "layers[0]: must be an object, not a string" },
  { "layers are numbers", FIELD, ONE ("\"layers\": [64, 64]"),
    "layers[0]: must be an object, not a number" },
  { "no layer", FIELD, ONE ("\"layers\": []"),
    "configurations[0].layers: at least one layer is needed" },
  { "units is a string", FIELD, LAYER ("\"units\": \"64\""),
    "units: must be an integer, not a string" },
  { "units is a fraction", FIELD, LAYER ("\"units\": 64.5"),
    "units: must be an integer, without a fraction" },
  { "units is null", FIELD, LAYER ("\"units\": null"), "units: must be an integer, not null" },
  { "units is true", FIELD, LAYER ("\"units\": true"),
    "units: must be an integer, not true or false" },
  { "units is an array", FIELD, LAYER ("\"units\": [64]"),
    "units: must be an integer, not an array" },
  { "rate is a string", FIELD, TRAINING ("\"learning_rate\": \"fast\""),
    "learning_rate: must be a number, not a string" },
  { "rate is NaN", FIELD, TRAINING ("\"learning_rate\": \"NaN\""),
    "learning_rate: must be a number, not a string" },
  { "activation is a number", FIELD, LAYER ("\"activation\": 1"),
    "activation: must be a string, not a number" },
  { "task is a string", FIELD, ONE ("\"task\": \"digits\""),
    "task: must be an object, not a string" },
  { "training is an array", FIELD, ONE ("\"training\": []"),
    "training: must be an object, not an array" },
  { "color is null", FIELD, ONE ("\"color\": null"), "color: must be a string, not null" },

  /* Choices. */
  { "activation", FIELD, LAYER ("\"activation\": \"sigmod\""),
    "layers[0].activation: “sigmod” is not one of: sigmoid, tanh, relu" },
  { "activation by its name", FIELD, LAYER ("\"activation\": \"Sigmoid\""),
    "“Sigmoid” is not one of" },
  { "initializer", FIELD, LAYER ("\"initializer\": \"he\""),
    "initializer: “he” is not one of: xavier-uniform" },
  { "normalization", FIELD, LAYER ("\"normalization\": \"group\""),
    "normalization: “group” is not one of: none, batch, layer" },
  { "residual form", FIELD, LAYER ("\"residual_form\": \"both\""),
    "residual_form: “both” is not one of: preactivation, postactivation" },
  { "cell", FIELD, LAYER ("\"type\": \"conv\""), "type: “conv” is not one of: dense" },
  { "optimizer", FIELD, TRAINING ("\"optimizer\": \"lbfgs\""),
    "optimizer: “lbfgs” is not one of: sgd, momentum, rmsprop, adam" },
  { "precision", FIELD, ONE ("\"precision\": \"float16\""),
    "precision: “float16” is not one of: float32, float64" },
  { "task", FIELD, TASK ("\"type\": \"imagenet\""), "task.type: “imagenet” is not one of: " },
  { "long value", FIELD,
    LAYER ("\"activation\": \"ääääääääääääääääääääääääääääääääääääääääääääääääää\""),
    "“ääääääääääääääääääääääääääääääääääääääää…” is not" },

  /* Ranges. */
  { "units 0", FIELD, LAYER ("\"units\": 0"), "units: must be between 1 and 4096, not 0" },
  { "units -1", FIELD, LAYER ("\"units\": -1"), "units: must be between 1 and 4096, not -1" },
  { "units 4097", FIELD, LAYER ("\"units\": 4097"), "units: must be between 1 and 4096, not 4097" },
  { "units 2^32 + 1", FIELD, LAYER ("\"units\": 4294967297"),
    "units: must be between 1 and 4096, not 4294967297" },
  { "units of 30 digits", FIELD, LAYER ("\"units\": 100000000000000000000000000064"),
    "units: must be between 1 and 4096, not 1e+29" },
  { "repeat 0", FIELD, LAYER ("\"repeat\": 0"), "repeat: must be between 1 and 1000, not 0" },
  { "1001 layers", FIELD, ONE ("\"layers\": [{\"repeat\": 1000}, {}]"),
    "layers: 1001 layers with all repeats" },
  { "slope", FIELD, LAYER ("\"activation\": \"leaky-relu\", \"slope\": -2000"),
    "layers[0].slope: must be between" },
  { "gain", FIELD, LAYER ("\"gain\": -1"), "gain: must be between 0 and 1000, not -1" },
  { "std", FIELD, LAYER ("\"initializer\": \"normal\", \"std\": -0.1"),
    "std: must be between 0 and 1000, not -0.1" },
  { "span", FIELD, LAYER ("\"repeat\": 4, \"residual_span\": -1"),
    "residual_span: must be between 0 and 1000, not -1" },
  { "span too long", FIELD, LAYER ("\"repeat\": 4, \"residual_span\": 4"),
    "configurations[0].layers[0].residual_span: a shortcut over 4 layers" },
  { "rate 0", FIELD, TRAINING ("\"learning_rate\": 0"),
    "learning_rate: must be greater than 0 and at most 1000000, not 0" },
  { "momentum 1", FIELD, TRAINING ("\"optimizer\": \"momentum\", \"momentum\": 1"),
    "momentum: must be at least 0 and less than 1, not 1" },
  { "batch 0", FIELD, TRAINING ("\"batch_size\": 0"),
    "batch_size: must be between 1 and 100000, not 0" },
  { "batch 1 with batch normalisation", FIELD,
    ONE ("\"layers\": [{\"normalization\": \"batch\"}], \"training\": {\"batch_size\": 1}"),
    "configurations[0].training.batch_size: must be at least 2" },
  { "steps 0", FIELD, TRAINING ("\"steps\": 0"), "steps: must be between 1 and 10000000, not 0" },
  { "clip -1", FIELD, TRAINING ("\"clip_norm\": -1"), "clip_norm: must be between 0 and" },
  { "seed -1", FIELD, ONE ("\"seed\": -1"),
    "seed: must be between 0 and 9007199254740992, not -1" },
  { "seed 2^53 + 1", FIELD, ONE ("\"seed\": 9007199254740993"),
    "seed: must be between 0 and 9007199254740992" },
  { "seed 2^64", FIELD, ONE ("\"seed\": 18446744073709551616"), "seed: must be between" },
  { "samples 0", FIELD, TASK ("\"type\": \"moons\", \"samples\": 0"),
    "task.samples: must be between 10 and" },
  { "noise", FIELD, TASK ("\"type\": \"moons\", \"noise\": -0.5"),
    "task.noise: must be between 0 and" },
  { "color", FIELD, ONE ("\"color\": \"red\""),
    "configurations[0].color: must be a colour like #3584e4, not “red”" },

  /* What does not apply. */
  { "forget bias of dense, out of range", FIELD, LAYER ("\"forget_bias\": 1e9"),
    "layers[0].forget_bias: must be between -100 and 100" },
  { "slope of relu is a string", FIELD, LAYER ("\"activation\": \"relu\", \"slope\": \"steep\""),
    "layers[0].slope: must be a number, not a string" },
  { "momentum of adam, out of range", FIELD, TRAINING ("\"optimizer\": \"adam\", \"momentum\": 1.5"),
    "training.momentum: must be at least 0 and less than 1, not 1.5" },
  { "samples of digits", FIELD, TASK ("\"samples\": 100"),
    "task.samples: does not apply to the task digits" },
  { "path of moons", FIELD, TASK ("\"type\": \"moons\", \"path\": \"a.csv\""),
    "task.path: does not apply to the task moons" },

  /* Results. */
  { "results is an array", FIELD, RESULTS ("[]"), "results: must be an object, not an array" },
  { "results key", FIELD, RESULTS ("{\"record\": []}"),
    "results.record: unknown key; did you mean “records”?" },
  { "too few records", FIELD, RESULTS ("{\"records\": []}"),
    "results.records: has 0 records for 1 configurations" },
  { "records are numbers", FIELD, RESULTS ("{\"records\": [1]}"),
    "results.records[0]: must be an object, not a number" },
  { "outcome", FIELD, RECORD ("\"outcome\": \"won\""),
    "results.records[0].outcome: “won” is not one of: unfinished, finished" },
  { "seconds", FIELD, RECORD ("\"seconds\": -1"),
    "results.records[0].seconds: must not be negative" },
  { "seconds NaN", FIELD, RECORD ("\"seconds\": \"NaN\""),
    "seconds: must be a number, not a string" },
  { "steps not increasing", FIELD, RECORD ("\"steps\": [1, 3, 3]"),
    "results.records[0].steps: must be increasing whole numbers" },
  { "step 0", FIELD, RECORD ("\"steps\": [0, 1]"), "steps: must be increasing" },
  { "step NaN", FIELD, RECORD ("\"steps\": [\"NaN\"]"), "steps: must be increasing" },
  { "step 1.5", FIELD, RECORD ("\"steps\": [1.5]"), "steps: must be increasing" },
  { "steps nested", FIELD, RECORD ("\"steps\": [[1]]"), "steps: must be nested 1 deep, not 2" },
  { "steps mixed", FIELD, RECORD ("\"steps\": [1, \"two\"]"), "steps: must hold numbers only" },
  { "steps true", FIELD, RECORD ("\"steps\": [true]"), "steps: must hold numbers only" },
  { "steps is a number", FIELD, RECORD ("\"steps\": 1"),
    "steps: must be an array of numbers, not a number" },
  { "short column", FIELD, RECORD ("\"steps\": [1, 2], \"training\": {\"loss\": [1]}"),
    "results.records[0].training.loss: has 1 where its configuration and steps need 2" },
  { "empty column", FIELD, RECORD ("\"steps\": [1, 2], \"training\": {\"loss\": []}"),
    "training.loss: has 0" },
  { "unknown column", FIELD, RECORD ("\"steps\": [1], \"training\": {\"luss\": [1]}"),
    "training.luss: unknown key; did you mean “loss”?" },
  { "layers of another network", FIELD,
    RECORD ("\"steps\": [1], \"layers\": {\"update_ratio\": [[1, 2, 3]]}"),
    "results.records[0].layers.update_ratio: has 3 where its configuration and steps need 2" },
  { "ragged", FIELD, RECORD ("\"steps\": [1, 2], \"layers\": {\"update_ratio\": [[1, 2], [1]]}"),
    "results.records[0].layers.update_ratio[1]: rows of different lengths" },
  { "more than memory", FIELD, NULL, "results.records[0].steps: too many for a network of this size" },
  { "very nested", FIELD, RECORD ("\"steps\": [[[[[1]]]]]"),
    "results.records[0].steps: arrays of numbers nested too deeply" },
  { "inputs of nothing", FIELD, RECORD ("\"steps\": [1], \"inputs\": {\"mean_square\": 1}"),
    "results.records[0].inputs.n: must hold whole numbers from 1 to" },
  { "inputs that vary less than not at all", FIELD,
    RECORD ("\"steps\": [1], \"inputs\": {\"n\": 2, \"mean_square\": 1, \"variance\": -1}"),
    "results.records[0].inputs.variance: must not be negative" },
  { "unknown input", FIELD, RECORD ("\"steps\": [1], \"inputs\": {\"m\": 2}"),
    "results.records[0].inputs.m: unknown key" },
  { "samples -1", FIELD, RECORD ("\"steps\": [1], \"samples\": [-1, 2]"),
    "results.records[0].samples: must hold whole numbers from 0 to" },
  { "samples of one layer", FIELD, RECORD ("\"steps\": [1], \"samples\": [1]"),
    "samples: has 1 where its configuration and steps need 2" },
  { "unknown part of the budget", FIELD, RECORD ("\"steps\": [1], \"budget\": {\"wait\": [[1, 2]]}"),
    "results.records[0].budget.wait: unknown key" },
  { "histograms are numbers", FIELD, RECORD ("\"steps\": [1], \"histograms\": 3"),
    "results.records[0].histograms: must be an object, not a number" },
  { "unknown histogram", FIELD, RECORD ("\"steps\": [1], \"histograms\": {\"gradient\": {}}"),
    "results.records[0].histograms.gradient: unknown key" },
  { "missing histogram", FIELD, RECORD ("\"steps\": [1], \"histograms\": {\"steps\": [1]}"),
    "results.records[0].histograms.activation_gradient: missing" },
  { "histogram without counts", FIELD, HISTOGRAMS ("[4]", "{}"),
    "activation_gradient.zero: has 0 where its configuration and steps need 1" },
  { "histogram of another step", FIELD, HISTOGRAMS ("[3]", GOOD_BINS),
    "histograms.steps: must be some of the record’s steps, increasing" },
  { "histograms of one step twice", FIELD, HISTOGRAMS ("[4, 4]", GOOD_BINS),
    "histograms.steps: must be some of the record’s steps, increasing" },
  { "histograms of more steps", FIELD, HISTOGRAMS ("[2, 4]", GOOD_BINS),
    "activation_gradient.zero: has 1 where its configuration and steps need 2" },
  { "half a zero", FIELD, HISTOGRAMS ("[4]", BINS ("[[0.5, 0]]", "[[0, 0]]", "[[0, 0]]", "[]")),
    "activation_gradient.zero: must hold whole numbers from 0 to 4294967295" },
  { "octave too low", FIELD, HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[-258, 0]]", "[[0, 0]]", "[]")),
    "activation_gradient.first: must hold whole numbers from -257 to 128" },
  { "octave too high", FIELD,
    HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[128, 0]]", "[[2, 0]]", "[[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]")),
    "activation_gradient.octaves: must not reach beyond octave 128" },
  { "fewer counts than octaves", FIELD,
    HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[1, 1]]", "[[1, 1]]", "[[1, 1, 1, 1, 1]]")),
    "activation_gradient.counts: has 1 where its configuration and steps need 2" },
  { "four parts", FIELD,
    HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[1, 1]]", "[[1, 0]]", "[[1, 1, 1, 1]]")),
    "activation_gradient.counts: has 4 where its configuration and steps need 5" },
  { "count NaN", FIELD,
    HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[1, 1]]", "[[1, 0]]", "[[1, \"NaN\", 1, 1, 1]]")),
    "activation_gradient.counts: must hold whole numbers from 0 to 4294967295" },
  { "count 2^32", FIELD,
    HISTOGRAMS ("[4]", BINS ("[[0, 0]]", "[[1, 1]]", "[[1, 0]]", "[[1, 4294967296, 1, 1, 1]]")),
    "activation_gradient.counts: must hold whole numbers from 0 to 4294967295" },
  { "interval -1", FIELD, TRAINING ("\"histogram_interval\": -1"),
    "training.histogram_interval: must be between 0 and 10000000, not -1" },
  { "timesteps without recurrence", FIELD, RECORD ("\"steps\": [1], \"timesteps\": 3"),
    "timesteps: given, but no layer is recurrent" },

  /* Odd, but right. */
  { "defaults", GOOD, "{\"format\": \"backflow-experiment\", \"version\": 1}" },
  { "histograms", GOOD, HISTOGRAMS ("[4]", GOOD_BINS) },
  { "histograms of no step", GOOD,
    RECORD ("\"steps\": [1], \"histograms\": {\"steps\": [], \"activation\": {}, \"activation_gradient\": {}}") },
  { "empty results", GOOD, RESULTS ("{}") },
  { "no record", GOOD, RESULTS ("{\"records\": [null]}") },
  { "empty record", GOOD, RECORD ("") },
  { "no measures", GOOD, RECORD ("\"steps\": [3, 17]") },
  { "empty configuration", GOOD, ONE ("") },
  { "integer with a point", GOOD, LAYER ("\"units\": 64.0, \"repeat\": 1e1") },
  { "integer for a real", GOOD, TRAINING ("\"learning_rate\": 1") },
  { "seed 2^53", GOOD, ONE ("\"seed\": 9007199254740992") },
  { "every key of the format", GOOD,
    ONE ("\"layers\": [{\"activation\": \"relu\", \"slope\": 0.2, \"alpha\": 2, \"std\": 0.2, "
         "\"recurrent_initializer\": \"orthogonal\", \"forget_bias\": 1}], "
         "\"training\": {\"optimizer\": \"adam\", \"momentum\": 0.9}") },
  { "any order", GOOD, LAYER ("\"alpha\": 0.5, \"activation\": \"elu\"") },
  { "escapes", GOOD, HEAD "\"title\": \"\\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}" },
  { "title NaN", GOOD, HEAD "\"title\": \"NaN\"}" },
};

/* The documents that are too long to be written down. */
static char *
large_document (const char *name)
{
  GString *text = g_string_new (NULL);

  if (strcmp (name, "too many keys") == 0)
    {
      for (guint i = 0; i < 101; i++)
        g_string_append_printf (text, "%s\"k%u\": 1", i == 0 ? "{" : ", ", i);
      g_string_append (text, "}");
    }
  else if (strcmp (name, "long key") == 0)
    {
      g_autofree char *key = g_strnfill (101, 'k');

      g_string_printf (text, "{\"%s\": 1}", key);
    }
  else if (strcmp (name, "more than memory") == 0)
    {
      g_string_append (text, HEAD "\"configurations\": [{\"layers\": [{\"repeat\": 1000}]}], "
                             "\"results\": {\"records\": [{\"steps\": [1");
      for (guint i = 2; i <= 20000; i++)
        g_string_append_printf (text, ",%u", i);
      g_string_append (text, "]}]}}");
    }
  else
    for (guint i = 0; i < 100000; i++)
      g_string_append (text, strcmp (name, "deep arrays") == 0 ? "[" : "{\"a\":");
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *example = data;
  g_autofree char *text = example->text != NULL ? g_strdup (example->text) : large_document (example->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (BfExperiment) experiment = bf_experiment_from_data (text, strlen (text), &error);

  if (example->code == GOOD)
    {
      g_assert_no_error (error);
      g_assert_nonnull (experiment);
      return;
    }
  g_assert_null (experiment);
  g_assert_nonnull (error);
  if (strstr (error->message, example->message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, example->message);
  g_assert_error (error, BF_FILE_ERROR, example->code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

/* NUL needs a length. */
static void
test_nul (void)
{
  static const char text[] = "{\"title\": \"a\0b\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (bf_experiment_from_data (text, sizeof text - 1, &error));
  g_assert_error (error, BF_FILE_ERROR, BF_FILE_ERROR_NOT_JSON);
  g_assert_cmpstr (error->message, ==, "line 1, column 13: a NUL byte, which text does not hold");
}

/* The text need not end in NUL. */
static void
test_no_terminator (void)
{
  static const char text[] = "1234567";
  g_autofree char *exact = g_memdup2 (text, 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (bf_experiment_from_data (exact, 3, &error));
  g_assert_cmpstr (error->message, ==, "must be an object, not a number");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/malformed/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/malformed/NUL", test_nul);
  g_test_add_func ("/malformed/no terminator", test_no_terminator);
  return g_test_run ();
}
