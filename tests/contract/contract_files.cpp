#include "contract/contract_files.hpp"

#include "messages/catalog.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace unrip::messages {
namespace {

const std::filesystem::path kProto = std::filesystem::path{UNRIP_SOURCE_DIR} / "proto";

std::string read(const std::filesystem::path& path) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error{"can't read " + path.string()};
    return {std::istreambuf_iterator<char>{file}, {}};
}

template <class Body>
Result<std::string> reencode_message(std::string_view text) {
    const auto envelope = decode<Body>(text);
    if (!envelope) return envelope.failure();
    return encode(*envelope);
}

template <class Document>
Result<std::string> reencode_document(std::string_view text) {
    const auto document = decode_document<Document>(text);
    if (!document) return document.failure();
    return encode_document(*document);
}

std::vector<Contract> make_contracts() {
    std::vector<Contract> all;
    const auto add_message = [&]<class Body>(std::type_identity<Body> /*type*/) {
        all.push_back(
            {std::string{Body::kSubject}, std::string{Body::kSchema}, reencode_message<Body>}
        );
    };
    Events::for_each(add_message);
    Requests::for_each(add_message);
    Documents::for_each([&]<class Document>(std::type_identity<Document> /*type*/) {
        const std::string schema{Document::kSchema};
        all.push_back({schema.substr(0, schema.find('/')), schema, reencode_document<Document>});
    });
    return all;
}

std::vector<Golden> make_goldens() {
    std::vector<Golden> all;
    for (const auto& file : proto_files("examples", ".json")) {
        const auto name = file.substr(0, file.find('@'));
        const auto owner =
            std::find_if(contracts().begin(), contracts().end(), [&](const Contract& contract) {
                return contract.name == name;
            });
        if (owner == contracts().end()) throw std::runtime_error{"no type for example " + file};
        auto text = read(kProto / "examples" / (file + ".json"));
        if (!text.ends_with('\n')) throw std::runtime_error{file + " must end its line"};
        text.pop_back();
        all.push_back({file, &*owner, std::move(text)});
    }
    return all;
}

const Json& envelope_schema() {
    static const auto schema = Json::parse(read(kProto / "envelope.schema.json"));
    return schema;
}

/// What stands beside a `$ref` is kept; what it points to is added.
Json resolved(Json schema) {
    if (!schema.contains("$ref")) return schema;
    const auto reference = schema["$ref"].get<std::string>();
    const auto fragment = reference.substr(std::min(reference.find('#'), reference.size()));
    const auto pointer = fragment.empty() ? "" : fragment.substr(1);
    schema.erase("$ref");
    const Json target = resolved(envelope_schema().at(Json::json_pointer{pointer}));
    for (const auto& [key, value] : target.items()) {
        if (key == "properties" && schema.contains(key)) {
            for (const auto& [name, property] : value.items()) {
                if (!schema[key].contains(name)) schema[key][name] = property;
            }
        } else if (key == "required" && schema.contains(key)) {
            schema[key].insert(schema[key].end(), value.begin(), value.end());
        } else if (!schema.contains(key)) {
            schema[key] = value;
        }
    }
    return schema;
}

void collect(
    const Json& schema, const Json& message, const Json::json_pointer& at, std::vector<Place>& found
) {
    const auto required = schema.value("required", Json::array());
    for (const auto& [name, property_schema] : schema.at("properties").items()) {
        const auto path = at / name;
        const Json property = resolved(property_schema);
        const bool needed = std::find(required.begin(), required.end(), name) != required.end();
        const bool present = message.contains(path);
        found.push_back({path, name, property, needed, present});
        if (!present) continue;
        if (property.contains("properties")) collect(property, message, path, found);
        if (!property.contains("items")) continue;
        const Json item = resolved(property["items"]);
        for (std::size_t i = 0; i < message.at(path).size(); ++i) {
            if (item.contains("properties"))
                collect(item, message, path / i, found);
            else
                found.push_back({path / i, name, item, true, true});
        }
    }
}

}  // namespace

const std::vector<Contract>& contracts() {
    static const auto all = make_contracts();
    return all;
}

const std::vector<Golden>& goldens() {
    static const auto all = make_goldens();
    return all;
}

std::vector<std::string> proto_files(std::string_view folder, std::string_view ending) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{kProto / folder}) {
        const auto file = entry.path().filename().string();
        if (file.ends_with(ending)) names.push_back(file.substr(0, file.size() - ending.size()));
    }
    std::sort(names.begin(), names.end());
    return names;
}

Json schema_of(const Contract& contract) {
    return Json::parse(read(kProto / (contract.name + ".schema.json")));
}

std::vector<Place> places(const Json& schema, const Json& message) {
    std::vector<Place> found;
    collect(resolved(schema), message, Json::json_pointer{}, found);
    return found;
}

}  // namespace unrip::messages
