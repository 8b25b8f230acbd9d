#include "bus/streams.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <utility>

namespace unrip::bus {
namespace {

using nlohmann::json;

/// Caught below, together with what the JSON library throws.
struct Mistake : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void refuse_unknown(const json& object, std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            throw Mistake{"unknown field \"" + key + "\""};
        }
    }
}

std::int64_t number(const json& object, const char* key, std::int64_t otherwise) {
    const auto found = object.find(key);
    if (found == object.end()) return otherwise;
    if (!found->is_number_integer() || *found <= 0) {
        throw Mistake{std::string{key} + " must be a whole number above 0"};
    }
    return found->get<std::int64_t>();
}

Milliseconds seconds(const json& object, const char* key) {
    return std::chrono::seconds{number(object, key, 0)};
}

bool discards_new(const json& stream) {
    const auto& when_full = stream.at("when_full").get_ref<const std::string&>();
    if (when_full != "drop_oldest" && when_full != "refuse_newest") {
        throw Mistake{"when_full must be 'drop_oldest' or 'refuse_newest'"};
    }
    return when_full == "refuse_newest";
}

StreamPlan read_stream(const json& stream) {
    refuse_unknown(
        stream,
        {"name",
         "subjects",
         "when_full",
         "max_age_seconds",
         "max_bytes",
         "max_message_bytes",
         "duplicate_window_seconds",
         "replicas"}
    );
    StreamPlan plan;
    plan.name = stream.at("name").get<std::string>();
    plan.subjects = stream.at("subjects").get<std::vector<std::string>>();
    plan.discard_new = discards_new(stream);
    plan.max_age = seconds(stream, "max_age_seconds");
    plan.max_bytes = number(stream, "max_bytes", 0);
    plan.max_message_bytes = number(stream, "max_message_bytes", 0);
    plan.duplicate_window = seconds(stream, "duplicate_window_seconds");
    plan.replicas = number(stream, "replicas", 1);
    if (plan.subjects.empty()) throw Mistake{"a stream needs subjects"};
    if (plan.max_bytes == 0) throw Mistake{"a stream needs max_bytes"};
    return plan;
}

/// As every client of NATS lays out a bucket of history 1.
StreamPlan read_bucket(const json& bucket) {
    refuse_unknown(bucket, {"name", "max_bytes", "max_value_bytes", "ttl_seconds", "replicas"});
    StreamPlan plan;
    const auto name = bucket.at("name").get<std::string>();
    plan.name = "KV_" + name;
    plan.subjects = {"$KV." + name + ".>"};
    plan.is_bucket = true;
    plan.discard_new = true;
    plan.max_messages_per_subject = 1;
    plan.max_age = seconds(bucket, "ttl_seconds");
    plan.max_bytes = number(bucket, "max_bytes", 0);
    plan.max_message_bytes = number(bucket, "max_value_bytes", 0);
    plan.replicas = number(bucket, "replicas", 1);
    if (plan.max_bytes == 0) throw Mistake{"a bucket needs max_bytes"};
    return plan;
}

}  // namespace

Result<std::vector<StreamPlan>> parse_streams(std::string_view text) {
    std::string place = "streams.json";
    try {
        const auto all = json::parse(text);
        refuse_unknown(all, {"streams", "buckets"});
        std::vector<StreamPlan> plans;
        for (const auto& stream : all.at("streams")) {
            place = "stream " + stream.at("name").get<std::string>();
            plans.push_back(read_stream(stream));
        }
        for (const auto& bucket : all.at("buckets")) {
            place = "bucket " + bucket.at("name").get<std::string>();
            plans.push_back(read_bucket(bucket));
        }
        return plans;
    } catch (const json::exception& error) {
        return fail(Error::Kind::malformed, place + ": " + error.what());
    } catch (const Mistake& mistake) {
        return fail(Error::Kind::malformed, place + ": " + mistake.what());
    }
}

}  // namespace unrip::bus
