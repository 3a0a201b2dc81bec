"""An HTTPS endpoint in front of the proxy: tls.py HOST PORT CERTIFICATE

The certificate is signed by nobody but itself. Writes its port as a line, and serves until standard input closes.
"""

import asyncio
import ssl
import sys


async def pass_on(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # whoever hung up is not waited for
    finally:
        writer.close()


async def main(host, port, certificate):
    async def serve(reader, writer):
        onward, back = await asyncio.open_connection(host, int(port))
        await asyncio.gather(pass_on(reader, back), pass_on(onward, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main(*sys.argv[1:]))
