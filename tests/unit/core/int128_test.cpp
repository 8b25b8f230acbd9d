#include "core/int128.hpp"
