#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "measure.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Atomic uint64_t count;

uint64_t measure_allocation_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }

// MARK: Places

enum { depth = 24, skipped = 2, place_limit = 1 << 14 };

struct place {
    uint64_t count;
    int frame_count;
    void *frames[depth];
};

static struct place places[place_limit];
static atomic_bool is_noting;
static atomic_flag is_table_taken = ATOMIC_FLAG_INIT;
/// Unwinding may ask for memory itself.
static _Thread_local int is_unwinding;

static void note_place(void) {
    if (is_unwinding) return;
    is_unwinding = 1;
    void *frames[depth + skipped];
    int frame_count = backtrace(frames, depth + skipped) - skipped;
    if (frame_count > 0) {
        uint64_t hash = 14695981039346656037u;
        for (int index = 0; index < frame_count; index++) {
            hash = (hash ^ (uintptr_t)frames[index + skipped]) * 1099511628211u;
        }
        size_t size = (size_t)frame_count * sizeof(void *);
        while (atomic_flag_test_and_set_explicit(&is_table_taken, memory_order_acquire)) {}
        for (int trial = 0; trial < place_limit; trial++) {
            struct place *place = &places[((hash >> 20) + (uint64_t)trial) % place_limit];
            if (place->count == 0) {
                place->frame_count = frame_count;
                memcpy(place->frames, frames + skipped, size);
            } else if (place->frame_count != frame_count || memcmp(place->frames, frames + skipped, size) != 0) {
                continue;
            }
            place->count += 1;
            break;
        }
        atomic_flag_clear_explicit(&is_table_taken, memory_order_release);
    }
    is_unwinding = 0;
}

void measure_note_allocation_places(void) {
    memset(places, 0, sizeof places);
    // The first call loads a library.
    void *frame;
    backtrace(&frame, 1);
    atomic_store(&is_noting, 1);
}

static int more_often(const void *one, const void *other) {
    uint64_t a = ((const struct place *)one)->count, b = ((const struct place *)other)->count;
    return a < b ? 1 : a > b ? -1 : 0;
}

void measure_print_allocation_places(uint64_t least) {
    atomic_store(&is_noting, 0);
    qsort(places, place_limit, sizeof *places, more_often);
    for (int index = 0; index < place_limit && places[index].count >= least && places[index].count > 0; index++) {
        fprintf(stderr, "%llu allocations\n", (unsigned long long)places[index].count);
        for (int frame = 0; frame < places[index].frame_count; frame++) {
            Dl_info info;
            char *address = places[index].frames[frame];
            // The address behind a call is of the next line.
            if (dladdr(address, &info) && info.dli_fname != NULL) {
                fprintf(stderr, "  %s 0x%zx\n", info.dli_fname, (size_t)(address - 1 - (char *)info.dli_fbase));
            }
        }
    }
}

// MARK: The functions of the C library

#ifdef __GLIBC__

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static inline void count_one(void) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    if (atomic_load_explicit(&is_noting, memory_order_relaxed)) note_place();
}

void *malloc(size_t size) {
    count_one();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count_one();
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count_one();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    count_one();
    void *made = __libc_memalign(alignment, size);
    if (made == NULL) return ENOMEM;
    *block = made;
    return 0;
}

#endif
