#include "core/amount.hpp"
