#include "store/schema_version.hpp"

namespace unrip::store {

int schema_version() {
    return UNRIP_SCHEMA_VERSION;
}

}  // namespace unrip::store
