# A room is one library target; what it links is what it may include, so CMake keeps the floors.

add_library(facewire_flags INTERFACE)
target_compile_options(facewire_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(FACEWIRE_WARNINGS_AS_ERRORS)
  target_compile_options(facewire_flags INTERFACE -Werror)
endif()
if(FACEWIRE_SANITIZE)
  target_compile_options(facewire_flags INTERFACE -fsanitize=${FACEWIRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(facewire_flags INTERFACE -fsanitize=${FACEWIRE_SANITIZE})
  if(FACEWIRE_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Asio's executors hold a fence, which g++ says it can't instrument; nothing of ours leans on one.
    target_compile_options(facewire_flags INTERFACE -Wno-tsan)
  endif()
endif()

# facewire_room(NAME [HOT] SOURCES file... [LINKS target...] [PRIVATE_LINKS target...])
function(facewire_room name)
  cmake_parse_arguments(ROOM "HOT" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(facewire_${name} STATIC ${ROOM_SOURCES})
  add_library(facewire::${name} ALIAS facewire_${name})
  target_include_directories(facewire_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include> PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(facewire_${name} PUBLIC ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS} facewire_flags)
  # What a build for development does with frames is to be as fast as what is shipped.
  if(ROOM_HOT)
    target_compile_options(facewire_${name} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O3>)
  endif()
endfunction()
