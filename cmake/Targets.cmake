# The three kinds of thing we build. Sources are listed by hand: a file that is not named is not built.

# unrip_library(core SOURCES amount.cpp ... DEPENDS unrip::other ... PRIVATE_DEPENDS ...)
# Headers are included as "core/amount.hpp".
function(unrip_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
    add_library(unrip_${name} STATIC ${ARG_SOURCES})
    add_library(unrip::${name} ALIAS unrip_${name})
    target_include_directories(unrip_${name} PUBLIC ${PROJECT_SOURCE_DIR}/libs)
    target_link_libraries(unrip_${name} PUBLIC ${ARG_DEPENDS} PRIVATE unrip_warnings ${ARG_PRIVATE_DEPENDS})
endfunction()

add_custom_target(services)
add_custom_target(doomed_services)

# unrip_service(strategy-engine SOURCES main.cpp ... DEPENDS unrip::runtime ...)
# The binary lands in build/<preset>/bin/strategy-engine; the target `services` is all of them.
# FAULT_POINTS: tests get a second one out of the same objects, build/<preset>/tests/bin/strategy-engine, that can
# be told where to die (runtime/fault_point.hpp); the target `doomed_services` is all of these.
function(unrip_service name)
    cmake_parse_arguments(ARG "FAULT_POINTS" "" "SOURCES;DEPENDS" ${ARGN})
    if(ARG_FAULT_POINTS)
        add_library(${name}_parts OBJECT ${ARG_SOURCES})
        target_include_directories(${name}_parts PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
        target_link_libraries(${name}_parts PUBLIC ${ARG_DEPENDS} PRIVATE unrip_warnings)
        add_executable(${name})
        target_link_libraries(${name} PRIVATE ${name}_parts unrip_no_fault_points)
        add_executable(doomed-${name} EXCLUDE_FROM_ALL)
        target_link_libraries(doomed-${name} PRIVATE ${name}_parts unrip_fault_points)
        set_target_properties(doomed-${name} PROPERTIES
            OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/bin)
        add_dependencies(doomed_services doomed-${name})
    else()
        add_executable(${name} ${ARG_SOURCES})
        target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
        target_link_libraries(${name} PRIVATE unrip_warnings ${ARG_DEPENDS})
    endif()
    add_dependencies(services ${name})
endfunction()

# unrip_test(core_test LABEL unit SOURCES ... DEPENDS unrip::core [THREADS] [ALONE] [TIMEOUT seconds])
# One binary is one CTest entry; its GoogleTest cases are counted from the XML that scripts/test asks for.
# THREADS: it has threads of its own, so the thread sanitizer reads it too.
# ALONE: it runs a whole house of processes, and no other test beside it.
# `cmake --build ... --target tests_<label>` builds all tests of a label, tests_threads those with THREADS.
function(unrip_test name)
    cmake_parse_arguments(ARG "THREADS;ALONE" "LABEL;TIMEOUT" "SOURCES;DEPENDS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    set(labels ${ARG_LABEL})
    if(ARG_THREADS)
        list(APPEND labels threads)
    endif()

    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE unrip_warnings ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE UNRIP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT ${ARG_TIMEOUT} RUN_SERIAL ${ARG_ALONE})
    foreach(label IN LISTS labels)
        if(NOT TARGET tests_${label})
            add_custom_target(tests_${label})
        endif()
        add_dependencies(tests_${label} ${name})
    endforeach()
endfunction()
