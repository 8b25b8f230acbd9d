#pragma once

#include "core/asset_id.hpp"
#include "core/ratio.hpp"
#include "core/time.hpp"
#include "policy/mistakes.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Internal to libs/policy.

namespace unrip::policy {

enum class Need { optional, required };
enum class Least { zero, one };

struct RatioBounds {
    std::int64_t lowest = 0;
    std::int64_t highest = Ratio::kOne;
};

/// One object of the file under its path. A field that is absent keeps the value it had; one that
/// is wrong is a mistake, and so is every field that nobody asked for: a misspelt limit must never
/// be ignored.
class Section {
  public:
    Section(Mistakes& mistakes, const nlohmann::json& object, std::string path);

    void amount(std::string_view name, Amount& value, Need need, Least least = Least::one);
    void amount(std::string_view name, std::optional<Amount>& value, Least least = Least::one);
    void ratio(std::string_view name, Ratio& value, RatioBounds bounds = {}, Need need = {});
    void ratio(std::string_view name, std::optional<Ratio>& value, RatioBounds bounds = {});
    void time(std::string_view name, Milliseconds& value, Least least = Least::one);
    void time(std::string_view name, std::optional<Milliseconds>& value);
    void count(
        std::string_view name,
        std::uint32_t& value,
        Least least = Least::one,
        Need need = {},
        std::uint32_t highest = 1'000'000'000
    );
    void count(std::string_view name, std::uint64_t& value, Least least = Least::one);
    void flag(std::string_view name, bool& value);
    /// Never empty.
    void text(std::string_view name, std::string& value, Need need);
    void texts(std::string_view name, std::vector<std::string>& values, Need need);
    void asset(std::string_view name, AssetId& value);
    /// One of these words: its place among them.
    std::optional<std::size_t> word(
        std::string_view name, const std::vector<std::string_view>& words, Need need
    );

    /// An object in this one; an absent one is as an empty one.
    Section section(std::string_view name);
    /// An object in this one that may be left out altogether.
    std::optional<Section> section_if_any(std::string_view name);
    /// A list of objects with at least one in it.
    std::vector<Section> sections(std::string_view name);
    /// The names in this object, where the file's author chooses them.
    std::vector<std::string> names() const;

    bool has(std::string_view name) const;
    const std::string& path() const { return path_; }

    /// A rule between fields. Not judged when the field itself was wrong already.
    void rule(bool holds, std::string_view name, std::string_view must);
    /// Something about the whole object.
    void mistake(std::string_view sentence) { mistakes_.add(path_ + ": " + std::string{sentence}); }

    /// After the last field was read: complains of what is left.
    void close();

  private:
    using Node = const nlohmann::json*;

    Node find(std::string_view name, Need need, std::string_view must);
    std::string path_of(std::string_view name) const;
    void wrong(std::string_view name, std::string_view must);
    std::optional<std::int64_t> whole(
        std::string_view name, std::int64_t lowest, std::int64_t highest, Need need
    );

    Mistakes& mistakes_;
    Node object_;
    std::string path_;
    std::vector<std::string> fields_;  ///< That were asked for.
    std::set<std::string, std::less<>> wrong_;
};

}  // namespace unrip::policy
