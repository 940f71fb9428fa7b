# What `cmake --install` and the packages take: three components, server, client and dev. Manual pages, completions and the configuration file
# are written by programs that hold the parsers themselves, so that they say what --help says.

set(FACEWIRE_DOCS_DIR ${PROJECT_BINARY_DIR}/generated)
set(facewire_docs)

# facewire_generate(OUTPUT PROGRAM WORD): OUTPUT is what PROGRAM prints for WORD.
function(facewire_generate output program word)
  add_custom_command(OUTPUT ${FACEWIRE_DOCS_DIR}/${output}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${FACEWIRE_DOCS_DIR}
    COMMAND ${program} ${word} > ${FACEWIRE_DOCS_DIR}/${output}
    DEPENDS ${program} VERBATIM)
  set(facewire_docs ${facewire_docs} ${FACEWIRE_DOCS_DIR}/${output} PARENT_SCOPE)
endfunction()

# facewire_compress(NAME): NAME.gz, as Debian wants its manual pages.
function(facewire_compress name)
  add_custom_command(OUTPUT ${FACEWIRE_DOCS_DIR}/${name}.gz
    COMMAND gzip -9nkf ${FACEWIRE_DOCS_DIR}/${name}
    DEPENDS ${FACEWIRE_DOCS_DIR}/${name} VERBATIM)
  set(facewire_docs ${facewire_docs} ${FACEWIRE_DOCS_DIR}/${name}.gz PARENT_SCOPE)
endfunction()

facewire_generate(facewired.8 facewired-manual man)
facewire_generate(facewired.toml.5 facewired-manual config-man)
facewire_generate(facewired.toml facewired-manual config)
facewire_generate(facewired.bash facewired-manual bash)
facewire_generate(_facewired facewired-manual zsh)
facewire_generate(facewire.1 facewire-manual man)
facewire_generate(facewire.bash facewire-manual bash)
facewire_generate(_facewire facewire-manual zsh)

find_program(LOWDOWN lowdown REQUIRED)
add_custom_command(OUTPUT ${FACEWIRE_DOCS_DIR}/facewire-protocol.7
  COMMAND ${PROJECT_SOURCE_DIR}/packaging/protocol-page ${LOWDOWN} ${PROJECT_SOURCE_DIR}/docs/protocol.md ${PROJECT_VERSION} ${FACEWIRE_DOCS_DIR}/facewire-protocol.7
  DEPENDS ${PROJECT_SOURCE_DIR}/docs/protocol.md ${PROJECT_SOURCE_DIR}/packaging/protocol-page VERBATIM)
list(APPEND facewire_docs ${FACEWIRE_DOCS_DIR}/facewire-protocol.7)

add_custom_command(OUTPUT ${FACEWIRE_DOCS_DIR}/changelog.gz
  COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/packaging/debian/changelog > ${FACEWIRE_DOCS_DIR}/changelog.gz
  DEPENDS ${PROJECT_SOURCE_DIR}/packaging/debian/changelog ${FACEWIRE_DOCS_DIR}/facewired.8 VERBATIM)
list(APPEND facewire_docs ${FACEWIRE_DOCS_DIR}/changelog.gz)
foreach(page facewired.8 facewired.toml.5 facewire.1 facewire-protocol.7)
  facewire_compress(${page})
endforeach()
add_custom_target(facewire-docs ALL DEPENDS ${facewire_docs})

# --- facewired
install(TARGETS facewired RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR} COMPONENT server)
install(FILES ${FACEWIRE_DOCS_DIR}/facewired.8.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT server)
install(FILES ${FACEWIRE_DOCS_DIR}/facewired.toml.5.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT server)
install(FILES ${FACEWIRE_DOCS_DIR}/facewire-protocol.7.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man7 COMPONENT server)
install(FILES ${FACEWIRE_DOCS_DIR}/facewired.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME facewired COMPONENT server)
install(FILES ${FACEWIRE_DOCS_DIR}/_facewired DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT server)
install(FILES packaging/grafana/facewire.json packaging/prometheus/facewire.rules.yml packaging/prometheus/prometheus.yml DESTINATION ${CMAKE_INSTALL_DATADIR}/facewire COMPONENT server)
install(FILES packaging/systemd/facewired.service DESTINATION lib/systemd/system COMPONENT server)
# What belongs to /usr is configured in /etc; somewhere else it is an example, as facewired reads /etc alone.
install(CODE "
  if(CMAKE_INSTALL_PREFIX MATCHES \"/usr$\")
    file(INSTALL \"${FACEWIRE_DOCS_DIR}/facewired.toml\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/../etc/facewire\")
  else()
    file(INSTALL \"${FACEWIRE_DOCS_DIR}/facewired.toml\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/etc/facewire\")
  endif()" COMPONENT server)

# --- facewire
install(TARGETS facewire RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT client)
install(FILES ${FACEWIRE_DOCS_DIR}/facewire.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT client)
install(FILES ${FACEWIRE_DOCS_DIR}/facewire.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME facewire COMPONENT client)
install(FILES ${FACEWIRE_DOCS_DIR}/_facewire DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT client)

# --- libfacewire-dev: facewire::client and the rooms that it stands on
include(CMakePackageConfigHelpers)
set(facewire_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/facewire)
set(facewire_library base protocol net client)
foreach(room ${facewire_library})
  set_target_properties(facewire_${room} PROPERTIES EXPORT_NAME ${room})
  install(DIRECTORY include/facewire/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/facewire COMPONENT dev)
endforeach()
list(TRANSFORM facewire_library PREPEND facewire_)
set_target_properties(facewire_asio PROPERTIES EXPORT_NAME asio)
set_target_properties(facewire_flags PROPERTIES EXPORT_NAME flags)
install(TARGETS ${facewire_library} facewire_asio facewire_flags EXPORT facewire-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
install(CODE "
  if(CMAKE_INSTALL_DO_STRIP)
    file(GLOB archives \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/libfacewire_*.a\")
    execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug \${archives})
  endif()" COMPONENT dev)
install(EXPORT facewire-targets NAMESPACE facewire:: DESTINATION ${facewire_config_dir} COMPONENT dev)
configure_package_config_file(cmake/facewire-config.cmake.in ${PROJECT_BINARY_DIR}/facewire-config.cmake INSTALL_DESTINATION ${facewire_config_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/facewire-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/facewire-config.cmake ${PROJECT_BINARY_DIR}/facewire-config-version.cmake
  DESTINATION ${facewire_config_dir} COMPONENT dev)
