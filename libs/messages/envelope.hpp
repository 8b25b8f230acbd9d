#pragma once

#include "core/ids.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

// What travels: who said it, when, because of what, and then the message itself.
//
// The functions below are compiled once for each type of the catalog, in that type's own .cpp; this
// header needs no JSON library. `M` is always a type of messages/catalog.hpp.

namespace unrip::messages {

/// The order of the fields here is their order on the wire. What is empty is absent there.
template <class Body>
struct Envelope {
    MessageId id;        ///< Stable: the same event gives the same id, also after a retry.
    MessageId cause;     ///< The message that led to this one. Empty at the start of a chain.
    std::string source;  ///< "strategy-engine/<instance>"
    std::string pair;    ///< "btc-eure". Empty where a message belongs to no pair.
    std::string trace;   ///< W3C traceparent. Empty where none was given.
    std::int64_t sent_at_ms = 0;
    Body body;

    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// An envelope without its body: enough to route, to acknowledge and to put aside.
struct Header {
    std::string schema;  ///< "norm.swap_demand/1"
    MessageId id;
    MessageId cause;
    std::string source;
    std::string pair;
    std::string trace;
    std::int64_t sent_at_ms = 0;

    friend bool operator==(const Header&, const Header&) = default;
};

/// One line of compact JSON. The same envelope always gives the same bytes.
template <class Body>
std::string encode(const Envelope<Body>& envelope);

/// Unknown fields are ignored. A known field that is missing or wrong is refused, and the error
/// names it: "norm.swap_demand/1: body.min_deadline_ms must be a whole number".
template <class Body>
Result<Envelope<Body>> decode(std::string_view text);

/// The envelope's own fields of any message of ours, also of one whose type is unknown. The text
/// must be JSON to its end.
Result<Header> decode_header(std::string_view text);

/// A body alone, for /state and the like. Not what travels.
template <class Body>
std::string encode_body(const Body& body);

/// The JSON of a key-value entry: {"schema":...} and then the document's own fields.
template <class Document>
std::string encode_document(const Document& document);

template <class Document>
Result<Document> decode_document(std::string_view text);

}  // namespace unrip::messages
