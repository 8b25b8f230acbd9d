#include "venue/relay/decode_metadata.hpp"

namespace unrip::venue {
namespace {

std::optional<TrustedMetadata> decode_trusted(const JsonValue& value, int routers_left) {
    if (value.object() == nullptr) return std::nullopt;
    TrustedMetadata trusted;
    trusted.source = text_or_empty(value, "source");
    trusted.partner_id = text_or_empty(value, "partner_id");
    trusted.quote_type = text_or_empty(value, "quote_type");
    if (const auto* request = value.present("quote_request_data")) {
        const auto* dry = request->present("dry");
        if (dry != nullptr) trusted.dry = dry->boolean();
        const auto* slippage = request->present("slippageTolerance");
        if (slippage != nullptr && slippage->number() != nullptr) {
            trusted.slippage_tolerance = *slippage->number();
        }
    }
    trusted.upstream_metadata = decode_metadata(value, "upstream_metadata");
    const auto* upstream = value.present("upstream_trusted_metadata");
    if (upstream != nullptr && routers_left > 0) {
        if (auto decoded = decode_trusted(*upstream, routers_left - 1)) {
            trusted.upstream = std::make_shared<const TrustedMetadata>(std::move(*decoded));
        }
    }
    return trusted;
}

}  // namespace

std::optional<RelayMetadata> decode_metadata(const JsonValue& holder, std::string_view name) {
    const auto* value = holder.present(name);
    if (value == nullptr || value->object() == nullptr) return std::nullopt;
    RelayMetadata metadata;
    metadata.traceparent = text_or_empty(*value, "traceparent");
    metadata.partner_id = text_or_empty(*value, "partner_id");
    metadata.quote_timestamp = text_or_empty(*value, "quote_timestamp");
    return metadata;
}

std::optional<TrustedMetadata> decode_trusted_metadata(
    const JsonValue& holder, std::string_view name
) {
    constexpr int routers_in_a_row_max = 4;
    const auto* value = holder.present(name);
    if (value == nullptr) return std::nullopt;
    auto trusted = decode_trusted(*value, routers_in_a_row_max);
    if (trusted) trusted->text = value->to_text();
    return trusted;
}

}  // namespace unrip::venue
