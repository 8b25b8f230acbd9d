// One object of a policy file: what is in it, and what should not be.

#include "policy/section.hpp"

#include "core/spelling.hpp"
#include "policy/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::policy {
namespace {

using nlohmann::json;

constexpr std::size_t kNearMiss = 3;

const json& nothing() {
    static const json empty = json::object();
    return empty;
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string nearest(const std::vector<std::string>& fields, const std::string& name) {
    const auto best =
        std::min_element(fields.begin(), fields.end(), [&](const auto& left, const auto& right) {
            return typing_distance(name, left) < typing_distance(name, right);
        });
    const bool near = best != fields.end() && typing_distance(name, *best) <= kNearMiss;
    return near ? *best : std::string{};
}

}  // namespace

Section::Section(Mistakes& mistakes, const json& object, std::string path)
    : mistakes_{mistakes}, object_{&object}, path_{std::move(path)} {
    if (object.is_object()) return;
    mistakes_.add(path_, shown(object), "an object");
    object_ = &nothing();
}

std::string Section::path_of(std::string_view name) const {
    return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

bool Section::has(std::string_view name) const {
    return object_->contains(name);
}

Section::Node Section::find(std::string_view name, Need need, std::string_view must) {
    if (std::find(fields_.begin(), fields_.end(), name) == fields_.end())
        fields_.emplace_back(name);
    const auto found = object_->find(name);
    if (found != object_->end()) return &*found;
    if (need == Need::required) wrong(name, must);
    return nullptr;
}

void Section::wrong(std::string_view name, std::string_view must) {
    wrong_.emplace(name);
    const auto found = object_->find(name);
    mistakes_.add(path_of(name), found == object_->end() ? "missing" : shown(*found), must);
}

void Section::rule(bool holds, std::string_view name, std::string_view must) {
    if (holds || wrong_.contains(name)) return;
    const auto found = object_->find(name);
    mistakes_.add(path_of(name), found == object_->end() ? "left out" : shown(*found), must);
    wrong_.emplace(name);
}

Section Section::section(std::string_view name) {
    const auto* found = find(name, Need::optional, {});
    return {mistakes_, found == nullptr ? nothing() : *found, path_of(name)};
}

std::optional<Section> Section::section_if_any(std::string_view name) {
    const auto* found = find(name, Need::optional, {});
    if (found == nullptr) return std::nullopt;
    return Section{mistakes_, *found, path_of(name)};
}

std::vector<Section> Section::sections(std::string_view name) {
    constexpr std::string_view kMust = "a list with at least one object in it";
    const auto* found = find(name, Need::required, kMust);
    std::vector<Section> all;
    if (found == nullptr) return all;
    if (!found->is_array() || found->empty()) {
        wrong(name, kMust);
        return all;
    }
    for (std::size_t index = 0; index < found->size(); ++index)
        all.emplace_back(
            mistakes_, (*found)[index], path_of(name) + "[" + std::to_string(index) + "]"
        );
    return all;
}

std::vector<std::string> Section::names() const {
    std::vector<std::string> all;
    for (const auto& [name, value] : object_->items())
        all.push_back(name);
    return all;
}

void Section::close() {
    for (const auto& name : names()) {
        if (std::find(fields_.begin(), fields_.end(), name) != fields_.end()) continue;
        const auto near = nearest(fields_, name);
        mistakes_.add(
            path_of(name) + " is not a field of a policy" +
            (near.empty() ? "." : ": did you mean " + near + "?") +
            " Fields here: " + joined(fields_)
        );
    }
}

}  // namespace unrip::policy
