#include "core/asset_id.hpp"
