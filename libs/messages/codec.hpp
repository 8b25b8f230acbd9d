#pragma once

#include "messages/envelope.hpp"
#include "messages/json_reader.hpp"
#include "messages/json_writer.hpp"
#include "messages/straight_reader.hpp"

#include <concepts>

// Internal to libs/messages: a message's .cpp includes this, lists the message's fields once in
// `fields()`, and instantiates what envelope.hpp declares. The same list writes and reads.

namespace unrip::messages {

/// `T`, to be written, or a `T&`, to be read into.
template <class Given, class T>
concept Like = std::same_as<std::remove_const_t<Given>, T>;

/// A message may have a rule between its fields: `void rule(auto& reader, const Body&)` calls
/// `refuse` when it is broken.
template <class T>
void enforce(auto& reader, const T& value) {
    if constexpr (requires { rule(reader, value); }) {
        if (!reader.failed()) rule(reader, value);
    }
}

template <class Body>
void envelope_fields(auto& io, auto& envelope) {
    io.constant("schema", Body::kSchema);
    io("id", envelope.id);
    io.if_any("cause", envelope.cause);
    io.filled("source", envelope.source);
    io.if_any("pair", envelope.pair);
    io.if_any("trace", envelope.trace);
    io("sent_at_ms", envelope.sent_at_ms);
    io("body", envelope.body);
}

template <class Body>
std::string encode(const Envelope<Body>& envelope) {
    std::string text;
    JsonWriter writer{text};
    envelope_fields<Body>(writer, envelope);
    writer.end();
    return text;
}

/// Whether the text looks as `encode` or PostgreSQL writes it: nearly all of them do.
template <class Body>
bool is_straight(std::string_view text, Envelope<Body>& envelope) {
    StraightReader reader{text};
    reader.object([&] { envelope_fields<Body>(reader, envelope); });
    enforce(reader, envelope.body);
    return reader.has_read_all();
}

template <class Body>
Result<Envelope<Body>> decode(std::string_view text) {
    Envelope<Body> straight;
    if (is_straight<Body>(text, straight)) return straight;
    const auto json = JsonText::parse(text);
    if (!json) return json.failure();
    JsonReader reader{*json, Body::kSchema};
    Envelope<Body> envelope;
    envelope_fields<Body>(reader, envelope);
    enforce(reader, envelope.body);
    if (reader.failed()) return reader.failure();
    return envelope;
}

template <class Body>
std::string encode_body(const Body& body) {
    std::string text;
    JsonWriter writer{text};
    fields(writer, body);
    writer.end();
    return text;
}

template <class Document>
std::string encode_document(const Document& document) {
    std::string text;
    JsonWriter writer{text};
    writer.constant("schema", Document::kSchema);
    fields(writer, document);
    writer.end();
    return text;
}

template <class Document>
Result<Document> decode_document(std::string_view text) {
    Document straight;
    StraightReader walker{text};
    walker.object([&] {
        walker.constant("schema", Document::kSchema);
        fields(walker, straight);
    });
    enforce(walker, straight);
    if (walker.has_read_all()) return straight;
    const auto json = JsonText::parse(text);
    if (!json) return json.failure();
    JsonReader reader{*json, Document::kSchema};
    Document document;
    reader.constant("schema", Document::kSchema);
    fields(reader, document);
    enforce(reader, document);
    if (reader.failed()) return reader.failure();
    return document;
}

}  // namespace unrip::messages
