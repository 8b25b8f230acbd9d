#pragma once

namespace unrip::store {

/// The schema this build was made for: the number of files in migrations/.
int schema_version();

}  // namespace unrip::store
