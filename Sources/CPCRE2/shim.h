#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* PCRE2_UNSET is a cast, which Swift does not import. */
static const PCRE2_SIZE culprit_pcre2_unset = PCRE2_UNSET;
