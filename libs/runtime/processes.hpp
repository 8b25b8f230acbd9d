#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace unrip::runtime {

/// How a process stands after every start, whatever it was before.
enum class StartsAs {
    armed,     ///< Its outward effect moves no money.
    disarmed,  ///< A person arms it.
    frozen,    ///< Disarmed, in the words of whoever moves stock: withdrawals are frozen.
};

/// One process of the house, as every other one knows it.
struct Process {
    std::string_view name;
    std::string_view port_variable;
    std::uint16_t port;
    StartsAs starts_as;
    std::string_view armed_means;  ///< The outward effect that armed permits.
};

/// All processes that have a control port, in the order of their ports.
std::span<const Process> processes();

/// Null when there is none of that name.
const Process* find_process(std::string_view name);

}  // namespace unrip::runtime
