// A connection that breaks while an answer is read makes libpqxx 6 forget that answer: it asks for
// the connection's encoding first, which throws, and only then takes the answer into its care.

#if defined(__SANITIZE_ADDRESS__)
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer's name.
extern "C" const char* __lsan_default_suppressions();
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libpqxx-6";
}
#endif
