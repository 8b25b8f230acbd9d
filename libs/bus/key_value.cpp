#include "bus/key_value.hpp"

#include "bus/base64.hpp"
#include "bus/jetstream_api.hpp"
#include "bus/stored_time.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace unrip::bus {
namespace {

Result<void> check_key(std::string_view key) {
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"-_=./"}.find(c) != std::string_view::npos;
    };
    const bool is_key = !key.empty() && std::all_of(key.begin(), key.end(), is_allowed) &&
                        !key.starts_with('.') && !key.ends_with('.') &&
                        key.find("..") == std::string_view::npos;
    if (is_key) return {};
    return fail(Error::Kind::malformed, "\"" + std::string{key} + "\" is no key of a bucket");
}

/// The newest write of a key: a value, or the note that it was taken away.
struct Record {
    Entry entry;
    bool is_removed = false;
};

Result<Record> read_record(const nlohmann::json& body) {
    try {
        const auto& message = body.at("message");
        Record record;
        record.entry.revision = message.at("seq").get<std::uint64_t>();
        const auto written_at = parse_stored_time(message.at("time").get<std::string>());
        const auto value = decode_base64(message.value("data", std::string{}));
        const auto headers = decode_base64(message.value("hdrs", std::string{}));
        if (!written_at) return written_at.failure();
        if (!value) return value.failure();
        if (!headers) return headers.failure();
        record.entry.written_at = *written_at;
        record.entry.value = *value;
        record.is_removed = headers->find("KV-Operation: DEL") != std::string::npos ||
                            headers->find("KV-Operation: PURGE") != std::string::npos;
        return record;
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, error.what());
    }
}

/// Read from the stream's leader: a replica may be behind.
Task<Result<std::optional<Record>>> newest(
    Connection& connection, std::string bucket, std::string key, Milliseconds limit
) {
    auto call = "STREAM.MSG.GET.KV_" + bucket;
    auto body = nlohmann::json::object();
    body["last_by_subj"] = "$KV." + bucket + "." + key;
    const auto answer = co_await call_api(connection, std::move(call), body.dump(), limit);
    if (!answer) co_return answer.failure();
    if (answer->error_code == api_error::kNoMessage) co_return std::optional<Record>{};
    if (answer->is_error()) {
        co_return answer->failure("bucket " + bucket, Error::Kind::unavailable);
    }
    const auto record = read_record(answer->body);
    if (!record) co_return record.failure();
    co_return std::optional<Record>{*record};
}

/// The server counts the messages of each subject; an empty bucket has no list of them.
Result<std::vector<std::string>> read_keys(
    const nlohmann::json& body, const std::string& start, const std::string& prefix
) {
    try {
        std::vector<std::string> keys;
        const auto& state = body.at("state");
        const auto subjects = state.find("subjects");
        const bool is_listed = subjects != state.end() && subjects->is_object();
        if (!is_listed && state.at("messages").get<std::uint64_t>() > 0) {
            return fail(Error::Kind::malformed, "the server did not list its subjects");
        }
        if (!is_listed) return keys;
        for (const auto& [subject, count] : subjects->items()) {
            const auto key = subject.substr(std::min(start.size(), subject.size()));
            if (key.starts_with(prefix)) keys.push_back(key);
        }
        std::sort(keys.begin(), keys.end());
        return keys;
    } catch (const nlohmann::json::exception& error) {
        return fail(Error::Kind::malformed, error.what());
    }
}

Outgoing write_of(
    const std::string& bucket, const std::string& key, std::string value, Revision expected
) {
    Outgoing outgoing;
    outgoing.subject = "$KV." + bucket + "." + key;
    outgoing.body = std::move(value);
    outgoing.headers.emplace_back("Nats-Expected-Last-Subject-Sequence", std::to_string(expected));
    return outgoing;
}

Task<Result<Revision>> write(Connection& connection, Outgoing outgoing, Milliseconds limit) {
    const auto subject = outgoing.subject;
    const auto said = co_await connection.ask(std::move(outgoing), limit);
    if (!said) co_return said.failure();
    const auto answer = read_api_answer(said->body);
    if (!answer) co_return answer.failure();
    if (answer->is_error()) co_return answer->failure(subject);
    const auto revision = answer->body.find("seq");
    if (revision == answer->body.end() || !revision->is_number_unsigned()) {
        co_return fail(Error::Kind::malformed, subject + ": acknowledged without a revision");
    }
    co_return revision->get<Revision>();
}

}  // namespace

KeyValue::KeyValue(Connection& connection, std::string bucket)
    : connection_{&connection}, bucket_{std::move(bucket)} {}

Task<Result<std::optional<Entry>>> KeyValue::get(std::string key, Milliseconds limit) {
    if (const auto good = check_key(key); !good) co_return good.failure();
    const auto record = co_await newest(*connection_, bucket_, std::move(key), limit);
    if (!record) co_return record.failure();
    if (!*record || (*record)->is_removed) co_return std::optional<Entry>{};
    co_return std::optional<Entry>{(*record)->entry};
}

Task<Result<std::vector<std::string>>> KeyValue::keys(std::string prefix, Milliseconds limit) {
    auto& connection = *connection_;
    const auto bucket = bucket_;
    const auto start = "$KV." + bucket + ".";
    auto call = "STREAM.INFO.KV_" + bucket;
    auto body = nlohmann::json::object();
    body["subjects_filter"] = start + ">";
    const auto answer = co_await call_api(connection, std::move(call), body.dump(), limit);
    if (!answer) co_return answer.failure();
    if (answer->is_error()) {
        co_return answer->failure("bucket " + bucket, Error::Kind::unavailable);
    }
    co_return read_keys(answer->body, start, prefix);
}

Task<Result<Revision>> KeyValue::create(std::string key, std::string value, Milliseconds limit) {
    if (const auto good = check_key(key); !good) co_return good.failure();
    auto& connection = *connection_;
    const auto bucket = bucket_;
    // What was taken away has left a note behind, which a first value replaces.
    const auto record = co_await newest(connection, bucket, key, limit);
    if (!record) co_return record.failure();
    if (*record && !(*record)->is_removed) {
        co_return fail(Error::Kind::refused, bucket + " has a value for " + key + " already");
    }
    const Revision before = *record ? (*record)->entry.revision : 0;
    auto outgoing = write_of(bucket, key, std::move(value), before);
    co_return co_await write(connection, std::move(outgoing), limit);
}

Task<Result<Revision>> KeyValue::update(
    std::string key, std::string value, Revision expected, Milliseconds limit
) {
    if (const auto good = check_key(key); !good) co_return good.failure();
    auto outgoing = write_of(bucket_, key, std::move(value), expected);
    co_return co_await write(*connection_, std::move(outgoing), limit);
}

Task<Result<void>> KeyValue::remove(std::string key, Revision expected, Milliseconds limit) {
    if (const auto good = check_key(key); !good) co_return good.failure();
    auto outgoing = write_of(bucket_, key, {}, expected);
    outgoing.headers.emplace_back("KV-Operation", "DEL");
    const auto written = co_await write(*connection_, std::move(outgoing), limit);
    if (!written) co_return written.failure();
    co_return Result<void>{};
}

}  // namespace unrip::bus
