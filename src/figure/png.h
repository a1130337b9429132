/* What Cairo does not write into PNG files (ISO/IEC 15948): texts and the size of a pixel.
 * Private to the folder. */
#pragma once

#include <glib.h>

/* Chunks to be inserted; an array of bytes. */
typedef GByteArray BfPngChunks;

/* A text in UTF-8; in the older kind of chunk, which more programs show, if it is all ASCII.
 * @keyword: 1 to 79 characters of ASCII. */
void bf_png_add_text (BfPngChunks *chunks, const char *keyword, const char *text);
/* So many pixels an inch, both ways. */
void bf_png_add_resolution (BfPngChunks *chunks, double pixels_per_inch);

/* Inserts them into a file that Cairo wrote, after its header. */
void bf_png_insert (GByteArray *png, const BfPngChunks *chunks);
