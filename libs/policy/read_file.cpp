// A policy file as a whole.

#include "near/hash.hpp"
#include "policy/json_text.hpp"
#include "policy/reading.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace unrip::policy {
namespace {

constexpr std::string_view kSchema = "policy/1";

void read_file(Section& root, File& file) {
    std::string schema;
    root.text("schema", schema, Need::required);
    root.rule(schema == kSchema, "schema", "\"policy/1\", the only one this program reads");
    root.text("name", file.name, Need::required);
    read_tokens(root, file);
    read_reference(root.section("reference"), file.reference);
    read_strategy(root, file);
    read_pairs(root, file);
    read_operations(root, file);
    root.close();
}

}  // namespace

Result<File> parse(std::string_view text) {
    Mistakes mistakes;
    File file;
    file.hash = near::to_hex(near::sha256(near::as_bytes(text)));
    if (const auto json = parse_object(text, mistakes)) {
        Section root{mistakes, *json, ""};
        read_file(root, file);
    }
    if (!mistakes.any()) {
        for (auto& rest : strategy::validate(file.strategy()))
            mistakes.add("as the strategy reads it, " + rest);
    }
    if (mistakes.any()) return fail(Error::Kind::malformed, mistakes.text());
    return file;
}

Result<File> load(const std::string& path) {
    std::ifstream stream{path, std::ios::binary};
    if (!stream) {
        return fail(
            Error::Kind::refused,
            "can't read the policy " + path + " (" + std::strerror(errno) +
                "); set UNRIP_POLICY_FILE"
        );
    }
    // A directory can be opened too, and fails at the first byte.
    std::ostringstream text;
    text << stream.rdbuf();
    if (text.bad()) {
        return fail(
            Error::Kind::refused, "the policy " + path + " is no file; set UNRIP_POLICY_FILE"
        );
    }
    auto file = parse(text.str());
    if (!file) return fail(file.error().kind, "the policy " + path + ":\n" + file.error().detail);
    return file;
}

}  // namespace unrip::policy
