#pragma once

#include "core/check.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace unrip::messages {

/// One enumerator and its text on the wire, in metric labels and in columns.
template <class E>
struct EnumText {
    E value;
    std::string_view text;
};

/// The one table of an enum's texts, specialised beside the enum, in its order.
template <class E>
inline constexpr std::nullptr_t kEnumTexts = nullptr;

template <class E>
concept TextEnum =
    std::is_enum_v<E> && !std::is_same_v<std::remove_cv_t<decltype(kEnumTexts<E>)>, std::nullptr_t>;

/// Every text of an enum, in its order.
template <TextEnum E>
constexpr std::span<const EnumText<E>> enum_texts() {
    return kEnumTexts<E>;
}

template <TextEnum E>
constexpr std::string_view to_text(E value) {
    constexpr auto in_order = [] {
        std::size_t index = 0;
        for (const auto& entry : kEnumTexts<E>) {
            if (static_cast<std::size_t>(entry.value) != index++) return false;
        }
        return true;
    }();
    static_assert(in_order, "a table of texts must follow the order of its enum");

    const auto index = static_cast<std::size_t>(value);
    check(index < kEnumTexts<E>.size(), "an enumerator without a text");
    return kEnumTexts<E>[index].text;
}

template <TextEnum E>
constexpr std::optional<E> from_text(std::string_view text) {
    for (const auto& entry : kEnumTexts<E>) {
        if (entry.text == text) return entry.value;
    }
    return std::nullopt;
}

}  // namespace unrip::messages
