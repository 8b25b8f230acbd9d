#include "policy/json_text.hpp"

#include "core/nesting.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace unrip::policy {
namespace {

using nlohmann::json;

constexpr std::size_t kShownMax = 60;
constexpr std::size_t kLevelsMax = 32;

/// What the parser says begins with a name of its own and quotes the text without an end.
std::string reason_of(const json::exception& error) {
    constexpr std::size_t most = 160;
    std::string reason = error.what();
    const auto name_end = reason.find("] ");
    if (name_end != std::string::npos) reason.erase(0, name_end + 2);
    return reason.size() > most ? reason.substr(0, most) + "..." : reason;
}

/// Watches the names go by while the text is parsed.
class Names {
  public:
    explicit Names(Mistakes& mistakes) : mistakes_{mistakes} {}

    bool operator()(int /*depth*/, json::parse_event_t event, const json& parsed) {
        if (event == json::parse_event_t::object_start) open_.emplace_back();
        if (event == json::parse_event_t::object_end) open_.pop_back();
        if (event == json::parse_event_t::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!open_.back().insert(name).second)
                mistakes_.add(shown(parsed) + " stands twice in one object: remove one of them");
        }
        return true;
    }

  private:
    Mistakes& mistakes_;
    std::vector<std::set<std::string>> open_;
};

}  // namespace

std::shared_ptr<const json> parse_object(std::string_view text, Mistakes& mistakes) {
    if (is_nested_deeper(text, kLevelsMax)) {
        mistakes.add("this is nested deeper than 32 levels, and no policy is");
        return nullptr;
    }
    try {
        auto root = std::make_shared<json>(json::parse(text, Names{mistakes}));
        if (root->is_object()) return root;
        mistakes.add("the file", "no JSON object", "one: {\"schema\":\"policy/1\",...}");
    } catch (const json::exception& error) {
        mistakes.add("this is not JSON: " + reason_of(error));
    }
    return nullptr;
}

std::string shown(const json& value) {
    auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    if (text.size() > kShownMax) text = text.substr(0, kShownMax) + "...";
    return text;
}

}  // namespace unrip::policy
