#include "core/price.hpp"
