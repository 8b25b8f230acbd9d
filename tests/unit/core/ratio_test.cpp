#include "core/ratio.hpp"
