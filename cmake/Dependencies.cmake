# Other people's libraries, all from the distribution, all as SYSTEM so that their warnings stay theirs.
# Everything that differs between versions of them is settled here.

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)

# One definition of how Boost is used, so that every file agrees on it. Asio and Beast are compiled once
# (libs/net/boost_asio.cpp and boost_beast.cpp) instead of into every file that includes them.
add_library(unrip_boost INTERFACE)
target_link_libraries(unrip_boost INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(unrip_boost INTERFACE
    BOOST_ASIO_SEPARATE_COMPILATION
    BOOST_BEAST_SEPARATE_COMPILATION
    BOOST_ASIO_NO_DEPRECATED)

if(NOT UNRIP_FUZZ)
    # Debian's own package file for nats.c names a static library that it does not ship.
    find_path(NATS_INCLUDE nats/nats.h REQUIRED)
    find_library(NATS_LIBRARY nats REQUIRED)
    add_library(unrip_nats INTERFACE)
    target_include_directories(unrip_nats SYSTEM INTERFACE ${NATS_INCLUDE})
    target_link_libraries(unrip_nats INTERFACE ${NATS_LIBRARY})
    pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
    find_package(prometheus-cpp REQUIRED COMPONENTS core)
endif()

if(UNRIP_TESTS AND NOT UNRIP_FUZZ)
    find_package(GTest REQUIRED)
    find_package(benchmark REQUIRED)
    find_package(rapidcheck REQUIRED)
endif()
