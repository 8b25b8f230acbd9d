#include "tools.hpp"

#include <istream>
#include <ostream>

namespace unrip::unripctl {

bool is_wanted(Tools& tools, const Arguments& arguments, std::string_view question) {
    if (arguments.has("--yes")) return true;
    tools.err << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(tools.in, answer);
    const bool yes = answer == "y" || answer == "Y" || answer == "yes";
    if (!yes) tools.err << (answer.empty() ? "\n" : "") << "Nothing was done.\n";
    return yes;
}

int not_done(Tools& tools, std::string_view sentence) {
    tools.err << "unripctl: " << sentence << '\n';
    return kNotDone;
}

}  // namespace unrip::unripctl
