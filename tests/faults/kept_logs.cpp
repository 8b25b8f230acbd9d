#include "faults/kept_logs.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace unrip::test {

std::string keep_logs(const TradingHouse& house, const std::string& name) {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / (name + "-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const auto keep = [&](const std::string& who, const std::string& log) {
        std::ofstream{folder / (who + ".log")} << log;
    };
    for (const auto* process : house.processes())
        keep(process->name(), process->log());
    keep(house.venue.name(), house.venue.log());
    keep("nats-server", house.nats.log());
    keep("postgresql", house.postgres.log());
    return folder.string();
}

}  // namespace unrip::test
