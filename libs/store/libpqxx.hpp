#pragma once

#include <pqxx/pqxx>

#include <string>

// What session.cpp and listening.cpp share; no other file knows libpqxx. Version 6 takes parameters
// through make_dynamic_params and re-activates broken connections behind our back; 7 does neither;
// 7.10 renames how a prepared statement is called and how notices are heard.
#define UNRIP_PQXX_SINCE(major, minor) \
    (PQXX_VERSION_MAJOR > (major) ||   \
     (PQXX_VERSION_MAJOR == (major) && PQXX_VERSION_MINOR >= (minor)))

#if !UNRIP_PQXX_SINCE(7, 0)
#include <pqxx/tablewriter>
#endif

namespace unrip::store {

/// What libpqxx says ends in line breaks and has some within.
inline std::string one_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    for (char& c : text) {
        if (c == '\n' || c == '\t') c = ' ';
    }
    return text;
}

}  // namespace unrip::store
