#pragma once

#include "bus/typed.hpp"
#include "messages/dead_letter.hpp"

namespace unrip::presence {

class Announcer;

/// A message of the bus that could not be read, as it is put aside.
messages::DeadLetter dead_letter_of(const bus::Incoming& incoming, const Error& error);

/// For subscriptions: what they can't read is put aside, and the stream goes on. The announcer is
/// borrowed.
bus::Unreadable put_aside(Announcer& announcer);

}  // namespace unrip::presence
