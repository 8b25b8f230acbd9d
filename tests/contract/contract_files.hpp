#pragma once

#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

using Json = nlohmann::ordered_json;

/// One type of the catalog, seen through its text only, so that every test walks all of them.
struct Contract {
    std::string name;    ///< Subject, or the name of a document: what its files are called.
    std::string schema;  ///< "<name>/1"
    std::function<Result<std::string>(std::string_view)> reencode;  ///< encode(decode(text))
};

const std::vector<Contract>& contracts();

struct Golden {
    std::string file;
    const Contract* contract = nullptr;
    std::string text;  ///< Without the line's end.
};

/// proto/examples/<name>.json and its variants <name>@<what>.json.
const std::vector<Golden>& goldens();

/// Names of the files in a folder of proto/ that end in `ending`, without it.
std::vector<std::string> proto_files(std::string_view folder, std::string_view ending);

Json schema_of(const Contract& contract);

/// A place in a message and what its schema says about it.
struct Place {
    Json::json_pointer path;
    std::string field;  ///< The last name on the way to it: what an error has to say.
    Json schema;        ///< With `$ref` resolved.
    bool required = false;
    bool present = false;
};

/// Every place that the schema knows in this message: fields that are there, with those inside
/// them, and fields that might be.
std::vector<Place> places(const Json& schema, const Json& message);

}  // namespace unrip::messages
