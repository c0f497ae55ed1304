using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Tests.Failover.Failures;

public class TransportFailuresTests
{
    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, FailureKind.DnsFailed)]
    [InlineData(HttpRequestError.ConnectionError, FailureKind.ConnectFailed)]
    [InlineData(HttpRequestError.SecureConnectionError, FailureKind.TlsFailed)]
    [InlineData(HttpRequestError.ProxyTunnelError, FailureKind.ConnectFailed)]
    [InlineData(HttpRequestError.VersionNegotiationError, FailureKind.ConnectFailed)]
    [InlineData(HttpRequestError.ExtendedConnectNotSupported, FailureKind.ConnectFailed)]
    [InlineData(HttpRequestError.ResponseEnded, FailureKind.ConnectionLost)]
    [InlineData(HttpRequestError.InvalidResponse, FailureKind.ConnectionLost)]
    [InlineData(HttpRequestError.HttpProtocolError, FailureKind.ConnectionLost)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, FailureKind.ConnectionLost)]
    [InlineData(HttpRequestError.UserAuthenticationError, FailureKind.ConnectionLost)]
    [InlineData(HttpRequestError.Unknown, FailureKind.ConnectionLost)]
    public void Of_EachErrorOfHttp_IsThatFailure(HttpRequestError error, FailureKind kind) =>
        Assert.Equal(kind, TransportFailures.Of(new HttpRequestException(error)));

    [Fact]
    public void Of_ErrorOfHttpWhileReading_IsALostConnection() =>
        Assert.Equal(FailureKind.ConnectionLost, TransportFailures.Of(new IOException("x", new HttpIOException(HttpRequestError.ResponseEnded))));

    [Theory]
    [InlineData(SocketError.HostNotFound, FailureKind.DnsFailed)]
    [InlineData(SocketError.TryAgain, FailureKind.DnsFailed)]
    [InlineData(SocketError.NoData, FailureKind.DnsFailed)]
    [InlineData(SocketError.ConnectionRefused, FailureKind.ConnectFailed)]
    [InlineData(SocketError.NetworkUnreachable, FailureKind.ConnectFailed)]
    [InlineData(SocketError.HostUnreachable, FailureKind.ConnectFailed)]
    [InlineData(SocketError.ConnectionReset, FailureKind.ConnectionLost)]
    [InlineData(SocketError.ConnectionAborted, FailureKind.ConnectionLost)]
    // In the middle of a connection that stood: the request was sent.
    [InlineData(SocketError.TimedOut, FailureKind.ConnectionLost)]
    public void Of_SocketBelow_IsThatFailure(SocketError error, FailureKind kind)
    {
        Assert.Equal(kind, TransportFailures.Of(new SocketException((int)error)));
        Assert.Equal(kind, TransportFailures.Of(new HttpRequestException("x", new IOException("y", new SocketException((int)error)))));
    }

    [Fact]
    public void Of_ConnectThatTimedOut_IsAConnectTimeout()
    {
        var timedOut = new SocketException((int)SocketError.TimedOut);

        Assert.Equal(FailureKind.ConnectTimeout, TransportFailures.Of(new HttpRequestException(HttpRequestError.ConnectionError, "x", timedOut)));
        // As a SocketsHttpHandler tells that its own limit is over.
        Assert.Equal(FailureKind.ConnectTimeout, TransportFailures.Of(new TaskCanceledException("x", new TimeoutException())));
    }

    [Fact]
    public void Of_NameServerSilent_IsDnsFailed() => Assert.Equal(
        FailureKind.DnsFailed,
        TransportFailures.Of(new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.TryAgain))));

    [Fact]
    public void Of_TlsBelow_IsTlsFailed()
    {
        Assert.Equal(FailureKind.TlsFailed, TransportFailures.Of(new AuthenticationException("x")));
        Assert.Equal(FailureKind.TlsFailed, TransportFailures.Of(new HttpRequestException("x", new AuthenticationException("y"))));
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(ProtocolViolationException))]
    [InlineData(typeof(InvalidOperationException))]
    public void Of_AnythingElse_IsALostConnection(Type type) =>
        Assert.Equal(FailureKind.ConnectionLost, TransportFailures.Of((Exception)Activator.CreateInstance(type)!));
}
