using System.Net.Sockets;
using System.Security.Authentication;

namespace LlmProxy.Failover.Failures;

/// <summary>Which failure an exception of the connection to a provider is.</summary>
internal static class TransportFailures
{
    /// <summary>The failure; <see cref="FailureKind.ConnectionLost"/> for all that says nothing more, since the request may then have been sent.</summary>
    public static FailureKind Of(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (KindOf(e, failure) is { } kind)
                return kind;
        }

        return FailureKind.ConnectionLost;
    }

    private static FailureKind? KindOf(Exception e, Exception whole) => e switch
    {
        HttpRequestException http => KindOf(http.HttpRequestError, http),
        HttpIOException http => KindOf(http.HttpRequestError, http),
        AuthenticationException => FailureKind.TlsFailed,
        SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => FailureKind.DnsFailed,
            SocketError.ConnectionRefused or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.HostDown
                or SocketError.NetworkDown or SocketError.AddressNotAvailable => FailureKind.ConnectFailed,
            _ => null,
        },
        // How a SocketsHttpHandler tells that its ConnectTimeout is over.
        TimeoutException when whole is OperationCanceledException or HttpRequestException => FailureKind.ConnectTimeout,
        _ => null,
    };

    private static FailureKind? KindOf(HttpRequestError error, Exception failure) => error switch
    {
        HttpRequestError.NameResolutionError => FailureKind.DnsFailed,
        HttpRequestError.ConnectionError => OfConnect(failure),
        HttpRequestError.SecureConnectionError => FailureKind.TlsFailed,
        // A proxy of the operator's, or a version of HTTP that could not be agreed on: nothing was sent.
        HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ExtendedConnectNotSupported => FailureKind.ConnectFailed,
        HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError
            or HttpRequestError.ConfigurationLimitExceeded => FailureKind.ConnectionLost,
        _ => null,
    };

    private static FailureKind OfConnect(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case TimeoutException or SocketException { SocketErrorCode: SocketError.TimedOut }:
                    return FailureKind.ConnectTimeout;
                // A name server that does not answer is no NameResolutionError.
                case SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery }:
                    return FailureKind.DnsFailed;
                default:
                    break;
            }
        }

        return FailureKind.ConnectFailed;
    }
}
