#include "policy/json_text.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace unrip::policy {
namespace {

using nlohmann::json;

constexpr std::size_t kShownMax = 60;

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
                mistakes_.add("\"" + name + "\" stands twice in one object: remove one of them");
        }
        return true;
    }

  private:
    Mistakes& mistakes_;
    std::vector<std::set<std::string>> open_;
};

}  // namespace

std::shared_ptr<const json> parse_object(std::string_view text, Mistakes& mistakes) {
    try {
        auto root = std::make_shared<json>(json::parse(text, Names{mistakes}));
        if (root->is_object()) return root;
        mistakes.add("the file", "no JSON object", "one: {\"schema\":\"policy/1\",...}");
    } catch (const json::exception& error) {
        mistakes.add("this is not JSON: " + std::string{error.what()});
    }
    return nullptr;
}

std::string shown(const json& value) {
    auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
    if (text.size() > kShownMax) text = text.substr(0, kShownMax) + "...";
    return text;
}

}  // namespace unrip::policy
