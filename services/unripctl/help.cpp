#include "help.hpp"

#include "figures.hpp"
#include "runtime/build_info.hpp"

#include <algorithm>

namespace unrip::unripctl {

std::string help() {
    std::string text =
        "unripctl looks after unrip: it shows what the services do, and changes what they may do.\n"
        "\n"
        "usage: unripctl VERB [...]      unripctl VERB --help teaches one verb\n"
        "\n";
    for (const auto& command : commands())
        text += "  " + padded(command.name, 10) + " " + std::string{command.about} + "\n";
    text +=
        "\n"
        "Reading verbs take --json. Verbs that can cost money ask first, or take --yes.\n"
        "It finds the services on 127.0.0.1 at their ports (<SERVICE>_PORT), with CONTROL_TOKEN\n"
        "where they want one, and the history at POSTGRES_URL.\n"
        "\n"
        "exit codes: 0 done   1 somebody did not answer or said no   2 wrong command line or "
        "setting\n"
        "            3 something needs attention   4 you said no\n";
    return text;
}

std::string help(const Command& command) {
    std::string text = "usage: unripctl " + std::string{command.name};
    if (!command.usage.empty()) text += " " + std::string{command.usage};
    text += "\n\n" + std::string{command.about} + "\n";
    if (!command.teaches.empty()) text += "\n" + std::string{command.teaches};
    if (text.back() != '\n') text += '\n';
    return text;
}

const Command* find_command(std::string_view name) {
    const auto& all = commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) {
        return command.name == name;
    });
    return found == all.end() ? nullptr : &*found;
}

std::string version() {
    return "unripctl " + std::string{runtime::build_info().version};
}

}  // namespace unrip::unripctl
