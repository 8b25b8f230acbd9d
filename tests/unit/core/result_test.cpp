#include "core/result.hpp"
