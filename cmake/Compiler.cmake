# How everything of ours is compiled. Flags for other people's code live in Dependencies.cmake.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# -g1 keeps line numbers for profiles and sanitizer reports at a tenth of the size of -g.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

find_program(UNRIP_CCACHE ccache)
if(UNRIP_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${UNRIP_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${UNRIP_CCACHE})
endif()
find_program(UNRIP_MOLD mold)
if(UNRIP_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# Messages name files as the tree does, wherever it stands.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

include(CheckPIESupported)
check_pie_supported()
add_compile_options(-fstack-protector-strong)
add_link_options(-Wl,-z,relro,-z,now -Wl,-z,noexecstack)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_definitions(_FORTIFY_SOURCE=2)
endif()

if(UNRIP_SANITIZE)
    add_compile_options(-fsanitize=${UNRIP_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${UNRIP_SANITIZE})
    if(UNRIP_SANITIZE MATCHES "undefined")
        add_compile_options(-fno-sanitize-recover=all)
    endif()
    if(UNRIP_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-tsan)  # Asio uses atomic_thread_fence, which g++ warns about.
    endif()
endif()
if(UNRIP_FUZZ)
    # Seconds are what a fuzzer is given: -O1 makes several times as many runs of them.
    add_compile_options(-O1 -fsanitize=fuzzer-no-link)
endif()

# Carried by every target of ours, and by no other.
add_library(unrip_warnings INTERFACE)
target_compile_options(unrip_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees uninitialised variables where there are none: worth reading, not worth stopping for.
    # It also takes the frame of a coroutine for memory that is freed by another than allocated it.
    target_compile_options(unrip_warnings INTERFACE
        -Wduplicated-cond -Wlogical-op -Wno-error=maybe-uninitialized -Wno-mismatched-new-delete)
endif()
