# What most of the compiler's time goes to is other people's headers: here they are read once, for all rooms and for all tests. A build that
# does so finds no #include that was forgotten, so it is for builds which are made beside an ordinary one (the sanitizers'). ccache, where it is the
# launcher, spares the same time, and would keep nothing of such a build. g++ 12 gains little (190 MB to load for each source), and warns of
# the library's own code.

set(facewire_precompiled OFF)
if(FACEWIRE_PRECOMPILED_HEADERS AND NOT CMAKE_CXX_COMPILER_LAUNCHER MATCHES ccache AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  set(facewire_precompiled ON)
endif()

# facewire_precompiled_set(NAME HEADERS header... LINKS target...)
function(facewire_precompiled_set name)
  cmake_parse_arguments(SET "" "" "HEADERS;LINKS" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/generated/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PRIVATE ${SET_LINKS} facewire_flags)
  target_precompile_headers(${name} PRIVATE ${SET_HEADERS})
endfunction()

# facewire_use_precompiled(TARGET SET)
function(facewire_use_precompiled target set)
  if(facewire_precompiled)
    target_precompile_headers(${target} REUSE_FROM ${set})
  endif()
endfunction()

if(facewire_precompiled)
  # All must be compiled by the same definitions and options, whether they link the library or not.
  target_compile_options(facewire_flags INTERFACE -pthread)
  foreach(library facewire_asio spdlog::spdlog)
    target_compile_definitions(facewire_flags INTERFACE $<BUILD_INTERFACE:$<TARGET_PROPERTY:${library},INTERFACE_COMPILE_DEFINITIONS>>)
  endforeach()
  set(headers
    <algorithm> <array> <atomic> <chrono> <condition_variable> <deque> <filesystem> <functional> <iomanip> <map> <memory> <mutex>
    <numeric> <optional> <set> <span> <sstream> <stop_token> <string> <thread> <unordered_map> <variant> <vector>
    <asio/io_context.hpp> <asio/ip/tcp.hpp> <asio/local/stream_protocol.hpp> <nlohmann/json.hpp> <opencv2/core.hpp> <opencv2/imgproc.hpp>
    <opencv2/objdetect.hpp> <spdlog/logger.h> <tl/expected.hpp>)
  set(libraries facewire_asio nlohmann_json::nlohmann_json opencv_imgproc opencv_objdetect spdlog::spdlog tl::expected)
  facewire_precompiled_set(facewire_room_headers HEADERS ${headers} LINKS ${libraries})
  if(FACEWIRE_BUILD_TESTS)
    find_package(GTest REQUIRED)
    facewire_precompiled_set(facewire_test_headers HEADERS ${headers} <gtest/gtest.h> LINKS ${libraries} GTest::gtest)
  endif()
endif()
