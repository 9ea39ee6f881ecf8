#pragma once
#include <stddef.h>
#include <stdint.h>

/// How many blocks of memory all threads asked for since the process began.
///
/// It counts `malloc`, `calloc`, `realloc` and the aligned ones, in this process and in its libraries; 0 where the C
/// library is not glibc.
uint64_t measure_allocation_count(void);

/// From now on notes where each block of memory is asked for; `measure_print_allocation_places` tells it.
void measure_note_allocation_places(void);

/// Ends the noting, and prints the places of at least `least` allocations to standard error, most first: their number,
/// then a line for each frame, innermost first, with the file and the offset that `llvm-symbolizer` takes.
void measure_print_allocation_places(uint64_t least);

/// The nanoseconds of processor time that all threads of the process used.
uint64_t measure_cpu_nanoseconds(void);

/// Decompresses zstd frames as `zstd -dc` does, in blocks that nothing keeps, and returns their size; 0 on damage.
size_t measure_decompress(const uint8_t *frames, size_t size);
