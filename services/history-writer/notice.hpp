#pragma once

#include "messages/alert.hpp"

#include <string>

namespace unrip::history_writer {

/// What goes to the webhook: the alert's fields, and under `text` all of it in one line, where chat
/// services look for what to show.
std::string notice_of(const messages::Envelope<messages::Alert>& alert);

}  // namespace unrip::history_writer
