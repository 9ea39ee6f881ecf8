#include "measure.h"

#include <stdlib.h>
#include <zstd.h>

size_t measure_decompress(const uint8_t *frames, size_t size) {
    ZSTD_DCtx *context = ZSTD_createDCtx();
    size_t capacity = ZSTD_DStreamOutSize();
    void *block = malloc(capacity);
    size_t total = 0;
    ZSTD_inBuffer input = {frames, size, 0};
    while (context != NULL && block != NULL && input.pos < input.size) {
        ZSTD_outBuffer output = {block, capacity, 0};
        size_t status = ZSTD_decompressStream(context, &output, &input);
        if (ZSTD_isError(status)) {
            total = 0;
            break;
        }
        total += output.pos;
    }
    free(block);
    ZSTD_freeDCtx(context);
    return total;
}
