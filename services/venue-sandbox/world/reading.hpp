#pragma once

#include "core/amount.hpp"
#include "core/price.hpp"
#include "core/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unrip::sandbox {

/// One object of a scenario file while it is read. What is missing leaves the value as it was; what
/// is wrong is noted with its path, and reading goes on, so that a person sees all mistakes at
/// once.
class Reading {
  public:
    /// All three are borrowed.
    Reading(const nlohmann::json& object, std::string path, std::vector<std::string>& mistakes);

    bool has(std::string_view name) const;

    void text(std::string_view name, std::string& value);
    void texts(std::string_view name, std::vector<std::string>& values);
    void flag(std::string_view name, bool& value);
    void count(std::string_view name, std::uint64_t& value, std::uint64_t low, std::uint64_t high);
    void count(std::string_view name, std::uint32_t& value, std::uint32_t low, std::uint32_t high);
    void whole(std::string_view name, std::int64_t& value, std::int64_t low, std::int64_t high);
    /// A number with at most three places, kept in thousandths.
    void thousandths(std::string_view name, std::uint64_t& value, std::uint64_t high);
    void milliseconds(
        std::string_view name, Milliseconds& value, Milliseconds low, Milliseconds high
    );
    void price(std::string_view name, Price& value);

    /// The place among `words` of the text that stands there.
    void one_of(
        std::string_view name,
        std::initializer_list<std::string_view> words,
        const std::function<void(std::size_t)>& take
    );

    /// Calls `read` with the object of that name, if there is one.
    void object(std::string_view name, const std::function<void(Reading&)>& read);
    /// Calls `read` with each object of the list of that name.
    void objects(std::string_view name, const std::function<void(Reading&)>& read);
    /// Calls `take` with each name and text of the object of that name.
    void entries(
        std::string_view name,
        const std::function<void(const std::string& key, const std::string& value)>& take
    );
    /// The whole object as JSON, for whoever reads it later; all its fields count as known.
    std::string all();

    void mistake(std::string_view name, std::string_view must);
    /// Notes the fields that nobody has asked for.
    void nothing_else();

  private:
    const nlohmann::json* find(std::string_view name);
    std::string place(std::string_view name) const;

    const nlohmann::json& object_;
    std::string path_;
    std::vector<std::string>& mistakes_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace unrip::sandbox
