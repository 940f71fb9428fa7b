#!/usr/bin/env python3
"""Sends one JPEG to a Facewire server and saves the annotated one: plain_client.py HOST PORT IN.jpg OUT.jpg"""
import socket, struct, sys

host, port, source, target = sys.argv[1:]
jpeg = open(source, "rb").read()
with socket.create_connection((host, int(port)), timeout=30) as server, server.makefile("rb") as answers:
    server.sendall(struct.pack(">I", len(jpeg)) + jpeg)
    header = answers.read(4)
    if len(header) < 4:
        sys.exit("the server closed the connection; its log says why")
    open(target, "wb").write(answers.read(struct.unpack(">I", header)[0]))
