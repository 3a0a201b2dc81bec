//! Development only: the AWS stand-in, the proxy in front of it, the sandbox and its console.
